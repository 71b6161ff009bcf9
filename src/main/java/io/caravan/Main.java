package io.caravan;

/** Where the process starts. */
public final class Main {

    private Main() {
    }

    public static void main(String[] arguments) {
        System.err.println("caravan: no command yet");
        System.exit(2);
    }
}
