package io.caravan.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownOutputTest {

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "done,           done,             true",
        "done,           done in 1 s,      false",
        "done in … s,    done in 0.1 s,    true",
        "done in … s,    done in 0.1 min,  false",
        "…: 5 read,      hr: 5 read,       true",
        "…: 5 read,      hr: 6 read,       false",
        "a/…/b,          a/x/b/y/b,        true",
        "one|…|three,    one|2|2b|three,   true",
        "one|…|three,    one|2,            false",
        "one|…,          one|2|3,          true",
        "one,            one|two,          false",
        "one|two,        one,              false",
    })
    void whatIsShownIsHeldAgainstWhatCame(String shown, String came, boolean same) {
        assertThat(ShownOutput.difference(shown.replace('|', '\n'), came.replace('|', '\n')).isEmpty()).isEqualTo(same);
    }
}
