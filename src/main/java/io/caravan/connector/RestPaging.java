package io.caravan.connector;

import java.util.Optional;

/**
 * How a long list comes in pages, and how one knows that it is whole.
 *
 * @param send  the query parameter that asks for a page: an offset, a number, a cursor; empty for the styles that follow an address
 * @param from  the first offset, or the number of the first page
 * @param size  the query parameter that says how many records a page shall have; empty: none does
 * @param marks what in an answer says where the list goes on, or ends
 */
public record RestPaging(Style style, String send, long from, String size, Marks marks) {

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
     * @param at    where the cursor or the address stands
     * @param more  where stands whether there is more
     * @param end   where stands whether this was the last page
     * @param total where stands how many records there are altogether
     */
    public record Marks(Optional<RestPath> at, Optional<RestPath> more, Optional<RestPath> end, Optional<RestPath> total) {
    }

    /** All at once. */
    public static RestPaging none() {
        return new RestPaging(Style.NONE, "", 0, "", new Marks(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }
}
