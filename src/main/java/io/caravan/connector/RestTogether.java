package io.caravan.connector;

import java.util.List;

/**
 * That several of one request go in one: each puts its own element into a list of the body.
 *
 * @param max  so many at once
 * @param list where in the body that list stands
 * @param told how the answer tells what became of each
 */
public record RestTogether(int max, RestPath list, Told told) {

    /** How an answer tells what became of each. */
    public sealed interface Told permits Each, Failures, Everybody {
    }

    /**
     * By a list with an entry for each.
     *
     * @param results where it stands
     * @param by      what stands somewhere in the entry of one, and in nobody else's
     */
    public record Each(RestPath results, List<RestText> by) implements Told {

        public Each {
            by = List.copyOf(by);
        }
    }

    /**
     * By a list of those that failed; who is not in it is done.
     *
     * @param failures where it stands
     * @param index    where an entry says which one it is about, the first being 0
     * @param count    where stands how many failed
     */
    public record Failures(RestPath failures, RestPath index, RestPath count) implements Told {
    }

    /** By nothing: what is said of the request goes for everybody in it. */
    public record Everybody() implements Told {
    }

    public RestTogether {
        if (max < 2) {
            throw new IllegalArgumentException(max + " together");
        }
    }
}
