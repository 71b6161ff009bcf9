package io.caravan.operations;

import java.util.Locale;

/** How numbers are written for people. */
public final class Quantity {

    private Quantity() {
    }

    /** {@code 1 error}, {@code 1,200 errors}. */
    public static String of(long number, String thing) {
        return grouped(number) + " " + (number == 1 ? thing : thing + "s");
    }

    /** {@code 1,200}. */
    public static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
