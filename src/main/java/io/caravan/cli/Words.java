package io.caravan.cli;

import io.caravan.diagnostic.VisibleText;

/** How numbers and foreign texts are written for people. */
final class Words {

    private Words() {
    }

    /** The commands that name what did not succeed in a job: what was given up, and what is tried again. */
    static String failuresOf(String job) {
        return "caravan dead-letters list --job " + job + ", caravan log --job " + job + " --status failure";
    }

    /** Nothing that comes from outside may steer the terminal, or be there and not show. */
    static String plain(String text) {
        return VisibleText.of(text);
    }
}
