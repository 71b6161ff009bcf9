package io.caravan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.AttributeChange;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.subject.Attributes;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.SubjectKey;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccountRefreshTest {

    private static final ObjectSpec USER = new ObjectSpec("user", new ObjectSpec.Keys("id", Optional.of("active"), Optional.empty(), Optional.empty()),
            ObjectSpec.Schema.open(true), Set.of(Operation.UPDATE), List.of());

    @Test
    void ofAChangeInDoubtNothingIsKnownOfWhatItWasToSetAndWhatItWasToEmptyMayBeThereStill() {
        Attributes known = Attributes.of(Map.of("id", "a", "phone", "1", "dept", "D1", "mail", "m", "active", true));
        Link link = new Link(1, Optional.of("a"), LinkState.ENABLED, known, Link.Why.UNSAID, Link.Dates.NONE, Map.of());
        Change change = new Change(ChangeKind.UPDATE, new Change.Account(1, SubjectKey.person("E1"), Optional.of("a"), known),
                Change.Writes.of(List.of(AttributeChange.of("phone", "1", null), AttributeChange.of("dept", "D1", "D2")), Optional.empty()),
                new Change.Grounds(Optional.empty(), List.of(), "basis"), false);

        Link doubtful = AccountRefresh.inDoubt(link, change, "the connection was cut", USER);

        assertThat(doubtful.shadow().asMap()).containsOnly(Map.entry("id", "a"), Map.entry("phone", "1"), Map.entry("mail", "m"), Map.entry("active", true));
        assertThat(doubtful.changeInDoubt()).isPresent();
    }
}
