package io.caravan.camel.rest;

import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.RestReading;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/**
 * When a reading over several pages began: what is asked as of a moment is asked as of the same one for all of them. And whether it is the second time, as of a day
 * ahead. It travels in the token of a page, in front of what that says by itself.
 */
record ReadMoment(Instant began, boolean later) {

    private static final Pattern TOKEN = Pattern.compile("(\\d+)([-+])(.*)", Pattern.DOTALL);
    private static final String PAGE = "page";
    private static final String NEXT = "nextPage";

    /** Takes it out of the page that is asked for; what is left there is for whoever reads pages. */
    static ReadMoment begin(Exchange exchange, Instant now) {
        String token = exchange.getVariable(PAGE, String.class);
        if (token == null) {
            return new ReadMoment(now.truncatedTo(ChronoUnit.MILLIS), false);
        }
        Matcher parts = TOKEN.matcher(token);
        if (!parts.matches()) {
            throw new OutcomeException(OutcomeKind.INVALID, "'" + token + "' is no page of a list");
        }
        if (parts.group(3).isEmpty()) {
            exchange.removeVariable(PAGE);
        } else {
            exchange.setVariable(PAGE, parts.group(3));
        }
        return new ReadMoment(Instant.ofEpochMilli(Long.parseLong(parts.group(1))), parts.group(2).equals("+"));
    }

    /** Puts it in front of the page that comes next; behind the last one comes the first as of the day ahead, where that is wanted. */
    void end(Exchange exchange, RestReading reading) {
        String next = exchange.getVariable(NEXT, String.class);
        if (next != null) {
            exchange.setVariable(NEXT, began.toEpochMilli() + (later ? "+" : "-") + next);
        } else if (!later && reading.asOf().filter(asOf -> !asOf.ahead().isZero()).isPresent()) {
            exchange.setVariable(NEXT, began.toEpochMilli() + "+");
        }
    }

    /** Whether this is the very first page: only then a mark for the next delta is taken. */
    boolean isFirst(RestPage page) {
        return !later && page.equals(RestPage.FIRST);
    }

    /** @param since where a delta begins; empty: it is none */
    Map<String, String> variables(RestReading reading, Optional<String> since) {
        if (reading.asOf().isEmpty()) {
            return Map.of();
        }
        Map<String, String> variables = new LinkedHashMap<>(reading.asOf().get().variables(began, later));
        since.ifPresent(mark -> variables.put(RestReading.SINCE_DAY, day(mark, reading.asOf().get())));
        return variables;
    }

    private static String day(String mark, RestReading.AsOf asOf) {
        try {
            return LocalDate.ofInstant(Instant.parse(mark), asOf.zone()).toString();
        } catch (DateTimeParseException notAMoment) {
            throw new OutcomeException(OutcomeKind.INVALID, "the watermark '" + mark + "' is no moment; read everything once");
        }
    }
}
