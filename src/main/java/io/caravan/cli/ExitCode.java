package io.caravan.cli;

/** How a command ended, for the shell. Part of the public contract: scripts branch on these numbers. */
public enum ExitCode {
    DONE(0, "done"),
    FAILED(1, "failed"),
    USAGE(2, "wrong usage"),
    INVALID_FILES(3, "a file of the project is invalid"),
    SOME_FAILED(4, "finished, but some identities failed"),
    HELD(5, "held: nothing of it was written, somebody has to look first"),
    CHANGES_PENDING(10, "there are changes to make (plan --exit-code)");

    /** What shells add to the number of a signal that ended a process before it was done. */
    static final int BY_SIGNAL = 128;

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    /** In a few words, for the help text. */
    public String meaning() {
        return meaning;
    }
}
