package io.caravan.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {

    @Test
    void whatShowsStaysAsItIs() {
        String names = "Zoë Großmann-Žižek, 山田 太郎, Юлия, 𠮷田, عمر \uD83D\uDE00 \\u00A0";

        assertThat(VisibleText.of(names)).isEqualTo(names);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x07, 0x08, 0x1B, 0x7F, 0x85, 0x9B, 0xA0, 0xAD, 0x034F, 0x061C, 0x1680, 0x180E, 0x2003, 0x200B, 0x200D, 0x200E, 0x202E, 0x2028, 0x2060,
            0x2066, 0x2800, 0x3000, 0x3164, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFFE, 0xFDD0, 0xD800, 0xE0041})
    void whatDoesNotShowIsWrittenAsJsonWouldWriteIt(int c) {
        String escaped = VisibleText.of("a" + Character.toString(c) + "b");

        assertThat(escaped).matches("a(\\\\u[0-9A-F]{4}){1,2}b");
        assertThat(VisibleText.of(escaped)).isEqualTo(escaped);
    }

    @Test
    void lineEndsAndTabsHaveTheirShortEscapesAndStayOnlyWhereTheyAreWanted() {
        assertThat(VisibleText.of("a\r\n\tb")).isEqualTo("a\\r\\n\\tb");
        assertThat(VisibleText.of("a\u001b[2J\n\tb", "\n\t")).isEqualTo("a\\u001B[2J\n\tb");
    }
}
