package io.caravan.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference page says what the code does. */
class FunctionsPageTest {

    private static final Path PAGE = Path.of("docs/reference/functions.md");

    @Test
    void theReferencePageIsTheOneGeneratedFromTheDeclarations() throws IOException {
        if (Boolean.getBoolean("caravan.docs.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, FunctionsPage.text());
        }
        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                .as("docs/reference/functions.md is stale; write it anew with: ./mvnw test -Dtest=FunctionsPageTest -Dcaravan.docs.write=true")
                .isEqualTo(FunctionsPage.text());
    }
}
