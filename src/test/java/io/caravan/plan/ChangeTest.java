package io.caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.subject.Attributes;
import io.caravan.subject.SubjectKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChangeTest {

    @Test
    void onlyWhatGrantsWaitsForOthersAndWhatRemovesNeverDoes() {
        assertThat(change(ChangeKind.CREATE, false, List.of("manager")).waitsForOthers()).isTrue();
        assertThat(change(ChangeKind.UPDATE, false, List.of("manager")).waitsForOthers()).isTrue();
        assertThat(change(ChangeKind.UPDATE, false, List.of()).waitsForOthers()).isFalse();
        assertThat(change(ChangeKind.DISABLE, false, List.of("manager")).waitsForOthers()).isFalse();
        assertThat(change(ChangeKind.DISABLE, true, List.of("manager")).waitsForOthers()).isFalse();
    }

    private static Change change(ChangeKind kind, boolean urgent, List<String> deferred) {
        return new Change(kind, new Change.Account(1, SubjectKey.person("E1"), kind == ChangeKind.CREATE ? Optional.empty() : Optional.of("a1"),
                Attributes.empty()), new Change.Writes(List.of(), Optional.empty(), deferred, Set.of()),
                new Change.Grounds(Optional.empty(), List.of(), "b"), urgent);
    }
}
