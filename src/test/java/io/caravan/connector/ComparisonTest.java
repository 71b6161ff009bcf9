package io.caravan.connector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {

    @ParameterizedTest
    @CsvSource({
            "EXACT, McDonald, MCDONALD, false",
            "CASELESS, McDonald, MCDONALD, true",
            "EMAIL, Ada@Example.com, mailto:ada@example.COM, true",
            "EMAIL, ada@example.com, ada@example.org, false",
            "PHONE, +41 79 123 45 67, tel:+41791234567, true",
            "PHONE, (0)79/123-45-67, 0791234567, true",
            "PHONE, 0041 79 123 45 67, +41791234567, true",
            "PHONE, +41 79 123 45 67, 079 123 45 67, false",
            "PHONE, +41 44 555 00 00 ext. 12, tel:+41445550000;ext=12, true",
            "PHONE, +41 44 555 00 00 x12, +41445550000, false",
            "PHONE, none, unknown, false"})
    void whatIsTheSame(Comparison rule, String one, String other, boolean same) {
        assertThat(rule.comparable(one).equals(rule.comparable(other))).isEqualTo(same);
    }
}
