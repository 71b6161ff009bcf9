package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.connector.Effect;
import io.caravan.connector.Operation;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.RestObject;
import io.caravan.connector.RestPaging;
import io.caravan.connector.RestPath;
import io.caravan.connector.RestReading;
import io.caravan.connector.RestRequest;
import io.caravan.connector.SourceItem;
import io.caravan.subject.Attributes;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One page of a full or a delta read. */
final class ReadWork extends RestWork {

    private static final DateTimeFormatter PLAIN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private final RestCall call;
    private final RestAccounts accounts;
    private final RestRequest request;
    private final Optional<RestObject.Delta> delta;
    private final boolean onlyChanges;
    private final ReadMoment moment;
    private final List<Object> records = new ArrayList<>();

    ReadWork(RestCall call, RestAccounts accounts, Clock clock) {
        this.call = call;
        this.accounts = accounts;
        this.delta = call.rest().delta();
        this.onlyChanges = call.operation().filter(Operation.CHANGES::equals).isPresent();
        this.request = call.request(onlyChanges ? Operation.CHANGES : Operation.LIST);
        this.moment = ReadMoment.begin(call.exchange(), clock.instant());
        RestPage page = RestPage.of(call.exchange().getVariable("page", String.class));
        RestPaging paging = request.paging().orElseGet(RestPaging::none);
        add(new RestStep(request, variables(), Optional.empty(), Optional.of(page), Effect.NONE, answer -> {
            List<JsonNode> items = items(answer, request.places().items());
            refuseTooMuch(paging, answer);
            page.next(paging, answer, items.size()).ifPresent(next -> call.exchange().setVariable("nextPage", next.token()));
            if (moment.isFirst(page)) {
                if (!items.isEmpty()) {
                    RecordsOfPage.requireShown(items, reading(), "the list");
                }
                delta.ifPresent(told -> call.exchange().setVariable("watermark", watermark(told, answer, clock.instant())));
            }
            RecordsOfPage.of(items, reading(), call.object(), moment).forEach(item -> records.add(record(item)));
        }, RestStep.Open.NOTHING));
    }

    private RestReading reading() {
        return request.places().reading();
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>(Map.of("fields", accounts.fields()));
        variables.putAll(moment.variables(reading(), onlyChanges ? call.variables().since() : Optional.empty()));
        call.variables().since().ifPresent(since -> variables.put("since", since(since)));
        return variables;
    }

    private String since(String mark) {
        try {
            return switch (delta.orElseThrow(() -> call.undeclared(Operation.CHANGES)).moment()) {
                case ISO -> mark;
                case EPOCH -> String.valueOf(Instant.parse(mark).getEpochSecond());
                case PLAIN -> PLAIN.format(Instant.parse(mark));
            };
        } catch (DateTimeException notAMoment) {
            throw new OutcomeException(OutcomeKind.INVALID, "the watermark '" + mark + "' is no moment; read everything once");
        }
    }

    private void refuseTooMuch(RestPaging paging, RestAnswer answer) {
        Long most = call.exchange().getVariable("maxRecords", Long.class);
        long promised = RestPage.promised(paging, answer).map(Long::valueOf).orElse(0L);
        if (most != null && promised > most) {
            throw new OutcomeException(OutcomeKind.INVALID, "the system speaks of " + promised + " records, more than caravan.read.maxRecords (" + most
                    + ") allows; nothing was read. If it really has so many, raise the setting");
        }
    }

    /** By the system's clock or ours, whichever is behind. A system that does not tell the time leaves the mark where it was: of its clock nothing is known. */
    private String watermark(RestObject.Delta told, RestAnswer answer, Instant ours) {
        Optional<Instant> theirs = answer.header("Date").flatMap(ReadWork::moment);
        Optional<String> before = call.variables().since();
        return theirs.isEmpty() && before.isPresent() ? before.get() : theirs.filter(ours::isAfter).orElse(ours).minus(told.overlap()).toString();
    }

    private static Optional<Instant> moment(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    /** What cannot be understood is a record that cannot be read, and not one that is not there. */
    private Object record(JsonNode item) {
        String anchorName = call.object().anchor();
        Optional<String> anchor = JsonPlaces.text(item, RestPath.of(call.object().attribute(anchorName).path()));
        if (!item.isObject()) {
            return new SourceItem.Rejected(Optional.empty(), "an entry of the list is no object", "");
        }
        if (onlyChanges && anchor.isPresent() && delta.filter(told -> isRemoved(told, item)).isPresent()) {
            return new SourceItem.Deleted(anchor.get(), "");
        }
        try {
            Map<String, Object> account = accounts.account(item, request.writing().showsAll());
            return Attributes.of(account);
        } catch (RestAccounts.Unreadable wrong) {
            return new SourceItem.Rejected(anchor, wrong.getMessage(), "");
        }
    }

    private static boolean isRemoved(RestObject.Delta told, JsonNode item) {
        Optional<JsonNode> there = told.removed().flatMap(path -> JsonPlaces.one(item, path));
        return there.filter(node -> told.is().isEmpty() || told.is().contains(node.asText())).isPresent();
    }

    @Override
    Object result() {
        moment.end(call.exchange(), reading());
        return records;
    }
}
