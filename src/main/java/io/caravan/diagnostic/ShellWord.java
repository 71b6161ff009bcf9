package io.caravan.diagnostic;

/** Text as one word of a command line that somebody copies. */
public final class ShellWord {

    private static final String SAFE = "-_.,=@/";

    private ShellWord() {
    }

    /** As it is where a shell leaves it alone, else in quotes. */
    public static String of(String text) {
        return text.chars().allMatch(letter -> Character.isLetterOrDigit(letter) || SAFE.indexOf(letter) >= 0) ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
