package io.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    private static String redacted(String secret, String message) {
        return new Secrets(List.of(secret)).redact(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "1", "in", "the", "500", "="})
    void aShortSecretDoesNotGarbleAMessage(String secret) {
        String message = "HTTP 500 the value in column a1 of row 1 is not a number";
        assertThat(redacted(secret, message)).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "a|login failed: password=a, try again|login failed: password=(sensitive), try again",
            "1|{\"password\": \"1\", \"row\": 1}|{\"password\": \"(sensitive)\", \"row\": 1}",
            "x1|Authorization: Bearer x1 is not known|Authorization: Bearer (sensitive) is not known",
            "x1|bearer x1|bearer (sensitive)",
            "pw|jdbc:x://sa:pw@db.example.test/hr|jdbc:x://sa:(sensitive)@db.example.test/hr",
            "a b|pwd = a b|pwd = (sensitive)",
            "root|password authentication failed: root; rooted|password authentication failed: (sensitive); rooted",
            "$1\\|token=$1\\|token=(sensitive)"})
    void aShortSecretIsRemovedWhereItStandsAsOne(String secret, String message, String safe) {
        assertThat(redacted(secret, message)).isEqualTo(safe);
    }

    @Test
    void aSecretIsRemovedWhereverItStandsAndInWhateverEncoding() {
        assertThat(redacted("hush hush+1", "xhush hush+1x and hush+hush%2B1")).isEqualTo("x(sensitive)x and (sensitive)");
    }

    @Test
    void aSecretThatIsAPartOfAnotherIsRemovedAfterIt() {
        assertThat(new Secrets(List.of("secret-1", "secret-1-and-more")).redact("secret-1-and-more secret-1")).isEqualTo("(sensitive) (sensitive)");
    }
}
