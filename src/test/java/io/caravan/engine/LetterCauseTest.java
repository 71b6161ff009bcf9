package io.caravan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.OutcomeKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The same words of a target are one cause, whomever and whatever they name. */
class LetterCauseTest {

    private static String cause(String reason, String... own) {
        return LetterCause.id(OutcomeKind.INVALID, reason, Optional.empty(), List.of(own));
    }

    @Test
    void idsNumbersAddressesNamesAndQuotedValuesMakeNoOtherCause() {
        assertThat(cause("uid=ada,ou=people: attribute mail 'ada@example.org' is taken (request 81f3-22)")).isEqualTo(cause("uid=bob,ou=people: attribute mail 'b@example.org' is taken (request 90aa-1)"));
        assertThat(cause("Grace is taken", "Grace")).isEqualTo(cause("Edsger Wybe is taken", "Edsger Wybe"));
        assertThat(cause("size must be between 3 and 20")).isEqualTo(cause("size must be between 4 and 64"));
    }

    @Test
    void otherWordsOrAnotherOutcomeAreAnotherCause() {
        assertThat(cause("the parent is not there")).isNotEqualTo(cause("the parent is locked"));
        assertThat(LetterCause.id(OutcomeKind.FORBIDDEN, "no", Optional.empty(), List.of())).isNotEqualTo(cause("no"));
    }

    @Test
    void theIdIsShortAndStaysTheSame() {
        assertThat(cause("no room left for them")).isEqualTo("47328c8a").matches(LetterCause::isId);
        assertThat(LetterCause.isId("forbidden")).isFalse();
    }
}
