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
    public sealed interface Told permits Each, Named, Failures, Everybody {

        /** What stands for one in the answer, and for nobody else; empty: nothing does. */
        default List<RestText> by() {
            return List.of();
        }
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
     * By the names of those that were taken; who is not among them is not told of.
     *
     * @param names where they stand: in a list, or in a text with commas between
     * @param by    the name of one
     */
    public record Named(RestPath names, List<RestText> by) implements Told {

        public Named {
            by = List.copyOf(by);
        }
    }

    /**
     * By a list of those that failed; who is not in it is done.
     *
     * @param failures where it stands
     * @param index    where an entry says which one it is about, the first being 0
     * @param count    where stands how many failed
     * @param done     where stands how many were done: both together are as many as were sent
     */
    public record Failures(RestPath failures, RestPath index, RestPath count, RestPath done) implements Told {
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
