package io.caravan.subject;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {

    private static final String UNSEEN = "\u00A0\u200B\uFEFF\u3000\u200E\u200F\u202A\u202E\u2066\u2069\u00AD\u2060\u180E\u2800\u3164\t\r\n \u0000\u0085\u2028";

    @Test
    void whatDoesNotShowAroundAKeyMakesNoDifference() {
        assertThat(KeyText.of(UNSEEN + "E2" + UNSEEN)).isEqualTo("E2");
        UNSEEN.codePoints().forEach(c -> assertThat(KeyText.of("E2" + Character.toString(c))).as("U+%04X", c).isEqualTo("E2"));
    }

    @Test
    void insideAKeyWhiteSpaceOfAnyKindIsASpaceAndFormatCharactersCountForNothing() {
        assertThat(KeyText.of("12\u00A0345")).isEqualTo("12 345");
        assertThat(KeyText.of("E\u00AD1\u200B2\u200D3\uFE0F")).isEqualTo("E123");
    }

    @Test
    void caseCountsInAKeyAndNotWhereItIsFolded() {
        assertThat(KeyText.of("e2 ")).isEqualTo("e2");
        assertThat(KeyText.folded("\uFEFFÉ2")).isEqualTo("é2").isEqualTo(KeyText.folded("E\u03012"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"E2", "E 2", "é", "", "𠮷"})
    void whatShowsIsTheSameKey(String key) {
        assertThat(KeyText.of(key)).isEqualTo(key);
    }

    @Test
    void trimTakesWhatDoesNotShowAtBothEndsAndLeavesTheInside() {
        assertThat(KeyText.trim(UNSEEN + "Ada\u00A0Love" + UNSEEN)).isEqualTo("Ada\u00A0Love");
        assertThat(KeyText.trim("Ada\u200D")).isEqualTo("Ada");
        assertThat(KeyText.trim(UNSEEN)).isEmpty();
    }

    @Test
    void aJoinerThatMakesALetterStays() {
        assertThat(KeyText.trim("അവന്\u200D")).as("Malayalam chillu").endsWith("\u200D");
        assertThat(KeyText.trim("\u2764\uFE0F")).as("an emoji's colour").endsWith("\uFE0F");
    }

    @Test
    void textOfNothingThatShowsIsBlank() {
        assertThat(KeyText.isBlank(UNSEEN)).isTrue();
        assertThat(KeyText.isBlank(UNSEEN + ".")).isFalse();
    }
}
