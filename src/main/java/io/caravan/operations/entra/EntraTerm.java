package io.caravan.operations.entra;

import java.util.List;

/** One part of an expression in Entra's language. */
sealed interface EntraTerm {

    /** {@code [name]}. */
    record OfAttribute(String name) implements EntraTerm {
    }

    /** {@code "text"}, as it is meant: without quotes and backslashes that only protect. */
    record Quoted(String text) implements EntraTerm {
    }

    /** A number, in decimal digits. */
    record Digits(String text) implements EntraTerm {
    }

    /** A word alone, such as {@code vbTextCompare} or {@code True}. */
    record Bare(String word) implements EntraTerm {
    }

    /** Nothing between two commas. */
    record Omitted() implements EntraTerm {
    }

    /** {@code Name(…)}. */
    record Called(String name, List<EntraTerm> arguments) implements EntraTerm {
    }

    /** {@code left = right}; the sign is one of {@code = <> > >= < <=}. */
    record Compared(EntraTerm left, String sign, EntraTerm right) implements EntraTerm {
    }
}
