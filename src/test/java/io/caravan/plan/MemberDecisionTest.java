package io.caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.plan.MemberDecision.Account;
import io.caravan.plan.MemberDecision.ListedAs;
import io.caravan.plan.MemberDecision.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who leaves a group of a directory that renames members in its lists by itself. */
class MemberDecisionTest {

    private static List<String> gone(Optional<String> now, List<String> shown) {
        List<MemberDecision> decided = MemberDecision.of(List.of(), Optional.of(new Account(Standing.CLOSED, now)), new ListedAs(shown, List.of()),
                name -> name.toLowerCase(Locale.ROOT), false, Instant.EPOCH);
        assertThat(decided).allMatch(one -> one.kind() == ChangeKind.LEAVE);
        return decided.stream().map(MemberDecision::name).toList();
    }

    @Test
    void whoWasRenamedAndLeavesGoesUnderBothNames() {
        assertThat(gone(Optional.of("cn=ada,ou=left"), List.of("cn=ada,ou=staff"))).containsExactly("cn=ada,ou=staff", "cn=ada,ou=left");
    }

    @Test
    void whoWasNotGoesOnce() {
        assertThat(gone(Optional.of("CN=Ada,ou=staff"), List.of("cn=ada,ou=staff"))).containsExactly("cn=ada,ou=staff");
        assertThat(gone(Optional.empty(), List.of("cn=ada,ou=staff"))).containsExactly("cn=ada,ou=staff");
    }

    @Test
    void whomNobodyHereHasPutThereIsLeftAlone() {
        assertThat(gone(Optional.of("cn=ada,ou=left"), List.of())).isEmpty();
    }
}
