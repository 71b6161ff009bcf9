package io.caravan.connector;

import java.util.List;
import java.util.Optional;

/**
 * How a long list comes in pages, and how one knows that it is whole.
 *
 * @param send  the query parameter that asks for a page: an offset, a number, a cursor; empty for the styles that follow an address
 * @param steps how offsets and numbers of pages are counted
 * @param size  the query parameter that says how many records a page shall have; empty: none does
 * @param marks what in an answer says where the list goes on, or ends
 * @param next  the request for all pages but the first; empty: it is the same
 * @param each  the lists that all is in
 */
public record RestPaging(Style style, String send, Steps steps, String size, Marks marks, Optional<RestRequest> next, Each each) {

    /** What asks for the next page. */
    public enum Style {
        /** All comes at once. */
        NONE,
        /** How many records have come. */
        OFFSET,
        /** Its number. */
        PAGE,
        /** A text that the answer gave. */
        CURSOR,
        /** An address that stands in the answer. */
        NEXT,
        /** An address in the header Link (RFC 8288). */
        LINK;

        /** Whether the answer itself says how to go on. */
        public boolean isTold() {
            return this == CURSOR || this == NEXT || this == LINK;
        }
    }

    /**
     * @param from the first offset, or the number of the first page
     * @param full whether an offset grows by as many as were asked for, however many came: the system leaves some out after it has cut the list into pages
     */
    public record Steps(long from, boolean full) {
    }

    /**
     * @param at     where the cursor or the address stands
     * @param more   where stands whether there is more
     * @param end    where stands whether this was the last page
     * @param total  where stands how many records there are altogether
     * @param header which header says that
     */
    public record Marks(Optional<RestPath> at, Optional<RestPath> more, Optional<RestPath> end, Optional<RestPath> total, Optional<String> header) {
    }

    /**
     * Several lists, one after the other, that only together are all.
     *
     * @param variable what tells them apart in a request; empty: there is one list
     * @param values   one list for each
     */
    public record Each(String variable, List<String> values) {

        public Each {
            values = List.copyOf(values);
        }

        /** One list. */
        public static Each one() {
            return new Each("", List.of(""));
        }
    }

    private static final RestPaging NONE = new RestPaging(Style.NONE, "", new Steps(0, false), "",
            new Marks(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()), Optional.empty(), Each.one());

    /** All at once. */
    public static RestPaging none() {
        return NONE;
    }
}
