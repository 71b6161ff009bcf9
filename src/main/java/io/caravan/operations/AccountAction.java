package io.caravan.operations;

import io.caravan.engine.LogEntry;
import io.caravan.plan.ChangeKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the log calls what was done to accounts, in the order in which reports tell of it. */
final class AccountAction {

    static final List<String> ALL = List.of(ChangeKind.CREATE.word(), ChangeKind.LINK.word(), ChangeKind.ENABLE.word(), ChangeKind.UPDATE.word(), ChangeKind.DISABLE.word(),
            ChangeKind.DELETE.word(), ChangeKind.RELEASE.word());

    private AccountAction() {
    }

    /** Empty where an entry tells of something else. */
    static Optional<ChangeKind> of(LogEntry entry) {
        return Arrays.stream(ChangeKind.values()).filter(kind -> !kind.isOfMembers() && kind.word().equals(entry.action())).findFirst();
    }
}
