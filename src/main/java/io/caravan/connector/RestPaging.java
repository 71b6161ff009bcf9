package io.caravan.connector;

import java.util.List;
import java.util.Map;
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
     * @param sheet  what the answer says of the page itself
     */
    public record Marks(Optional<RestPath> at, Optional<RestPath> more, Optional<RestPath> end, Optional<RestPath> total, Optional<String> header, Sheet sheet) {

        /** The answer says nothing. */
        public static Marks none() {
            return new Marks(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), new Sheet(Optional.empty(), Optional.empty(), Optional.empty()));
        }
    }

    /**
     * What an answer says of the page that it is; all of it has to be as was asked, and as the pages before said.
     *
     * @param number  where stands which page it is, or at which offset it begins
     * @param pages   where stands how many there are: the list was cut into pages once, so that neither they nor the total may change
     * @param records where stands how many records are on it
     */
    public record Sheet(Optional<RestPath> number, Optional<RestPath> pages, Optional<RestPath> records) {
    }

    /**
     * Several lists, one after the other, that only together are all.
     *
     * @param variables what tells them apart in a request, by name, with one value for each list; none: there is one list
     */
    public record Each(Map<String, List<RestText>> variables) {

        public Each {
            variables = Map.copyOf(variables);
            if (variables.values().stream().map(List::size).distinct().count() > 1) {
                throw new IllegalArgumentException("lists that are told apart by some variables and not by all");
            }
        }

        /** One list. */
        public static Each one() {
            return new Each(Map.of());
        }

        /** How many lists there are. */
        public int lists() {
            return variables.values().stream().mapToInt(List::size).findFirst().orElse(1);
        }
    }

    private static final RestPaging NONE = new RestPaging(Style.NONE, "", new Steps(0, false), "",
            Marks.none(), Optional.empty(), Each.one());

    /** All at once. */
    public static RestPaging none() {
        return NONE;
    }
}
