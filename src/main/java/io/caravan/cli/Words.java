package io.caravan.cli;

/** How numbers and foreign texts are written for people. */
final class Words {

    private Words() {
    }

    /** {@code 1 error}, {@code 1,200 errors}. */
    static String counted(long number, String thing) {
        return Pace.number(number) + " " + (number == 1 ? thing : thing + "s");
    }

    /** Nothing that comes from outside may steer the terminal. */
    static String plain(String text) {
        return text.codePoints().map(c -> Character.isISOControl(c) ? '\u00b7' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
