package io.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class LogChainTest {

    private static final LogChain.Row ROW = new LogChain.Row(1, "2026-03-01T08:00:00.123Z", 3, "corp-ldap", "E1", "", "ldap", "uid=zoë",
            "create", "success", "said \"yes\"\n\u0001/", "[{\"name\":\"mail\",\"after\":\"z@example.test\"}]", "[\"scope: in\"]", 1, 42, "command", "person");

    private static final String CANONICAL = "[1,\"2026-03-01T08:00:00.123Z\",3,\"corp-ldap\",\"E1\",\"\",\"ldap\",\"uid=zoë\",\"create\",\"success\","
            + "\"said \\\"yes\\\"\\n\\u0001/\",\"[{\\\"name\\\":\\\"mail\\\",\\\"after\\\":\\\"z@example.test\\\"}]\",\"[\\\"scope: in\\\"]\",1,42,\"command\"]";

    @Test
    void theCanonicalFormIsWhatTheDocumentationSays() {
        assertThat(LogChain.canonical(ROW)).isEqualTo(CANONICAL);
    }

    @Test
    void aSubjectThatIsNoPersonHasItsKindBehindAllElse() {
        LogChain.Row group = new LogChain.Row(1, "", 3, "", "admins", "", "", "", "", "", "", "", "", 1, 42, "command", "group");

        assertThat(LogChain.canonical(group)).isEqualTo("[1,\"\",3,\"\",\"admins\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",1,42,\"command\",\"group\"]");
    }

    @Test
    void theHashIsSha256OverTheHashBeforeALineFeedAndTheCanonicalForm() {
        String before = "ab".repeat(32);
        byte[] expected = LogChain.sha256().digest((before + "\n" + CANONICAL).getBytes(StandardCharsets.UTF_8));

        assertThat(new LogChain().hash(before, ROW)).isEqualTo(HexFormat.of().formatHex(expected));
    }

    @Test
    void everyCharacterIsEscapedAsInAnyOtherJsonTextHere() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 0x300; c++) {
            all.append(c);
        }
        String text = all.append("\uD83D\uDE00").toString().repeat(10);
        LogChain.Row row = new LogChain.Row(1, "", 3, "", "", "", "", "", "", "", text, "", "", 1, Long.MIN_VALUE, "", "person");

        assertThat(LogChain.canonical(row)).isEqualTo("[1,\"\",3,\"\",\"\",\"\",\"\",\"\",\"\",\"\"," + Json.text(out -> out.writeString(text))
                + ",\"\",\"\",1,-9223372036854775808,\"\"]");
    }
}
