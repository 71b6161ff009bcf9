package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.RestPaging;
import io.caravan.connector.RestPath;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a read over several pages stands. It ends where its style says that it ends, and not where a page happens to be short; and it is whole only
 * when as many have come as the system spoke of, if it did.
 *
 * @param list    of those that only together are all, the first being 0
 * @param pages   that have been read of it
 * @param records that have come
 * @param total   how many the system spoke of; -1: not yet, or never
 * @param told    the cursor, or the address, of the page to read; empty for the first
 */
record RestPage(int list, long pages, long records, long total, String told) {

    static final RestPage FIRST = new RestPage(0, 0, 0, -1, "");
    private static final Pattern TOKEN = Pattern.compile("(\\d{1,4})/(\\d+)/(\\d+)/(-?\\d+)/(.*)", Pattern.DOTALL);
    /** RFC 8288: the target of the link whose relation is next. */
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>((?:\\s*;\\s*[^,;=]+(?:=(?:\"[^\"]*\"|[^,;\"]*))?)*)");
    private static final Pattern IS_NEXT = Pattern.compile("(?i);\\s*rel\\s*=\\s*(?:\"([^\"]*\\s)?next(\\s[^\"]*)?\"|next)\\s*(;.*)?$");

    /** @param token null is the first page */
    static RestPage of(String token) {
        if (token == null) {
            return FIRST;
        }
        Matcher parts = TOKEN.matcher(token);
        if (!parts.matches()) {
            throw new OutcomeException(OutcomeKind.INVALID, "'" + token + "' is no page of a list");
        }
        return new RestPage(Integer.parseInt(parts.group(1)), Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3)), Long.parseLong(parts.group(4)), parts.group(5));
    }

    String token() {
        return list + "/" + pages + "/" + records + "/" + total + "/" + told;
    }

    /** What asks for this page, in the query. */
    Map<String, String> query(RestPaging paging, int pageSize) {
        Map<String, String> query = new LinkedHashMap<>();
        if (!paging.size().isEmpty()) {
            query.put(paging.size(), String.valueOf(pageSize));
        }
        if (!paging.send().isEmpty()) {
            switch (paging.style()) {
                case OFFSET -> query.put(paging.send(), String.valueOf(offset(paging, pageSize)));
                case PAGE -> query.put(paging.send(), String.valueOf(paging.steps().from() + pages));
                case CURSOR -> {
                    if (isTold()) {
                        query.put(paging.send(), told);
                    }
                }
                default -> { }
            }
        }
        return query;
    }

    /**
     * What asks for this page, for requests that name it.
     *
     * @param others the variables there are besides
     */
    Map<String, String> variables(RestPaging paging, int pageSize, Function<String, String> others) {
        Map<String, String> variables = new LinkedHashMap<>(Map.of("pageSize", String.valueOf(pageSize)));
        switch (paging.style()) {
            case OFFSET -> variables.put("offset", String.valueOf(offset(paging, pageSize)));
            case PAGE -> variables.put("page", String.valueOf(paging.steps().from() + pages));
            case CURSOR -> variables.put("cursor", told);
            default -> { }
        }
        paging.each().variables().forEach((name, values) -> variables.put(name, values.get(list).fill(others)));
        return variables;
    }

    private long offset(RestPaging paging, int pageSize) {
        return paging.steps().from() + (paging.steps().full() ? pages * pageSize : records);
    }

    /** Whether the system told of this page. */
    boolean isTold() {
        return !told.isEmpty();
    }

    /** The address of this page, where that was told. */
    Optional<String> address(RestPaging paging) {
        boolean addressed = paging.style() == RestPaging.Style.NEXT || paging.style() == RestPaging.Style.LINK;
        return Optional.of(told).filter(text -> addressed && !text.isEmpty());
    }

    /** The page after this one, of which so many records have come; empty if it was the last, of the last list. */
    Optional<RestPage> next(RestPaging paging, RestAnswer answer, int came) {
        long sum = records + came;
        long now = total(paging, answer);
        sheet(paging, answer, came);
        boolean more = paging.style() != RestPaging.Style.NONE && goesOn(paging, answer, sum, now, came);
        boolean counted = now >= 0 && !paging.steps().full();
        if (counted && (more ? sum > now : sum != now)) {
            throw notWhole("the system speaks of " + now + " records and gave " + sum);
        }
        if (more) {
            return Optional.of(new RestPage(list, pages + 1, sum, now, paging.style().isTold() ? following(paging, answer) : ""));
        }
        return list + 1 < paging.each().lists() ? Optional.of(new RestPage(list + 1, 0, 0, -1, "")) : Optional.empty();
    }

    private boolean goesOn(RestPaging paging, RestAnswer answer, long sum, long now, int came) {
        RestPaging.Marks marks = paging.marks();
        Optional<Boolean> said = marks.more().map(path -> flag(answer, path)).or(() -> marks.end().map(path -> !flag(answer, path)));
        if (said.isPresent()) {
            return said.get();
        }
        if (marks.sheet().pages().isPresent()) {
            return pages + 1 < number(answer, marks.sheet().pages().get(), "how many pages there are");
        }
        if (paging.steps().full()) {
            return (pages + 1) * answer.pageSize() < now;
        }
        return paging.style().isTold() ? !told(paging, answer).isEmpty() : now < 0 ? came > 0 : sum < now && came > 0;
    }

    private String following(RestPaging paging, RestAnswer answer) {
        String next = told(paging, answer);
        if (next.isEmpty()) {
            throw notWhole("the system says that there is more, and not where");
        }
        if (next.equals(told)) {
            throw new OutcomeException(OutcomeKind.INVALID, "the list has no end: the system names the page that it was asked for as the next one");
        }
        return next;
    }

    private static String told(RestPaging paging, RestAnswer answer) {
        return (paging.style() == RestPaging.Style.LINK ? answer.header("Link").flatMap(RestPage::next)
                : paging.marks().at().flatMap(path -> JsonPlaces.text(answer.document(), path))).orElse("");
    }

    private static Optional<String> next(String links) {
        Matcher link = NEXT.matcher(links);
        while (link.find()) {
            if (IS_NEXT.matcher(link.group(2)).find()) {
                return Optional.of(link.group(1));
            }
        }
        return Optional.empty();
    }

    private static boolean flag(RestAnswer answer, RestPath path) {
        String said = JsonPlaces.text(answer.document(), path).orElse("");
        if (!said.equalsIgnoreCase("true") && !said.equalsIgnoreCase("false")) {
            throw notWhole("the answer does not say at " + path.text() + " whether there is more");
        }
        return said.equalsIgnoreCase("true");
    }

    /** The page that was asked for, with as many records as it says, and of as many pages as its records and the total come to. */
    private void sheet(RestPaging paging, RestAnswer answer, int came) {
        RestPaging.Sheet sheet = paging.marks().sheet();
        boolean byOffset = paging.style() == RestPaging.Style.OFFSET;
        long asked = byOffset ? offset(paging, answer.pageSize()) : paging.steps().from() + pages;
        String page = byOffset ? "the page at offset " : "page ";
        sheet.number().filter(path -> came > 0 || pages > 0).map(path -> number(answer, path, "which page it is")).filter(said -> said != asked).ifPresent(said -> {
            throw notWhole(page + asked + " was asked for, and " + page + said + " came; the read starts again later");
        });
        sheet.records().map(path -> number(answer, path, "how many records are on the page")).filter(said -> said != came).ifPresent(said -> {
            throw notWhole(page + asked + " speaks of " + said + " records and has " + came + "; the read starts again later");
        });
    }

    private static long number(RestAnswer answer, RestPath path, String what) {
        return JsonPlaces.text(answer.document(), path).filter(text -> text.matches("\\d{1,15}")).map(Long::parseLong)
                .orElseThrow(() -> notWhole("the answer does not say at " + path.text() + " " + what));
    }

    /** A total that shrinks on the way means that what followed has moved up, and somebody was stepped over. */
    private long total(RestPaging paging, RestAnswer answer) {
        RestPaging.Marks marks = paging.marks();
        if (marks.total().isEmpty() && marks.header().isEmpty()) {
            return -1;
        }
        Optional<String> promised = promised(paging, answer);
        if (promised.isEmpty() && total >= 0 && paging.style().isTold()) {
            return total; // the system made this page's address itself, and need not count again
        }
        String said = promised.orElseThrow(() -> notWhole("the answer does not say " + marks.header().map(name -> "in its header " + name).orElseGet(() -> "at " + marks.total().get().text())
                + " how many there are"));
        long now = Long.parseLong(said);
        if (marks.sheet().pages().isPresent() && total >= 0 && now != total) {
            throw notWhole("the system had " + total + " records when the read began and has " + now + " now, so that its pages are others; the read starts again later");
        }
        if (now < total) {
            throw notWhole("the system had " + total + " records when the read began and has " + now + " now; somebody may have been stepped over, so the read starts again later");
        }
        return now;
    }

    /** How many records the system speaks of. */
    static Optional<String> promised(RestPaging paging, RestAnswer answer) {
        RestPaging.Marks marks = paging.marks();
        return marks.total().flatMap(path -> JsonPlaces.one(answer.document(), path)).filter(JsonNode::isValueNode).map(JsonNode::asText).or(() -> marks.header().flatMap(answer::header))
                .filter(text -> text.matches("\\d{1,15}"));
    }

    private static OutcomeException notWhole(String why) {
        return new OutcomeException(OutcomeKind.UNAVAILABLE, why);
    }
}
