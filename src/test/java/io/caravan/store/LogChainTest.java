package io.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class LogChainTest {

    private static final LogChain.Row ROW = new LogChain.Row(1, "2026-03-01T08:00:00.123Z", 3, "corp-ldap", "E1", "", "ldap", "uid=zoë",
            "create", "success", "said \"yes\"\n\u0001/", "[{\"name\":\"mail\",\"after\":\"z@example.test\"}]", "[\"scope: in\"]", 1, 42, "command");

    private static final String CANONICAL = "[1,\"2026-03-01T08:00:00.123Z\",3,\"corp-ldap\",\"E1\",\"\",\"ldap\",\"uid=zoë\",\"create\",\"success\","
            + "\"said \\\"yes\\\"\\n\\u0001/\",\"[{\\\"name\\\":\\\"mail\\\",\\\"after\\\":\\\"z@example.test\\\"}]\",\"[\\\"scope: in\\\"]\",1,42,\"command\"]";

    @Test
    void theCanonicalFormIsWhatTheDocumentationSays() {
        assertThat(LogChain.canonical(ROW)).isEqualTo(CANONICAL);
    }

    @Test
    void theHashIsSha256OverTheHashBeforeALineFeedAndTheCanonicalForm() {
        String before = "ab".repeat(32);
        byte[] expected = LogChain.sha256().digest((before + "\n" + CANONICAL).getBytes(StandardCharsets.UTF_8));

        assertThat(new LogChain().hash(before, ROW)).isEqualTo(HexFormat.of().formatHex(expected));
    }
}
