package io.caravan.cli;

import io.caravan.subject.Kind;

/** A kind as somebody names it. */
final class KindName {

    private KindName() {
    }

    /** @throws CommandFailure when it is none */
    static Kind of(String name) {
        try {
            return Kind.of(name);
        } catch (IllegalArgumentException none) {
            throw new CommandFailure(ExitCode.USAGE, "'" + name + "' is no kind", "Write person, group, or a kind that the mappings name");
        }
    }
}
