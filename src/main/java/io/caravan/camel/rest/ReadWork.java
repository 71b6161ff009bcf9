package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.connector.DeltaLostException;
import io.caravan.connector.Effect;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.RestObject;
import io.caravan.connector.RestPaging;
import io.caravan.connector.RestReading;
import io.caravan.connector.RestRequest;
import io.caravan.connector.RestText;
import io.caravan.connector.SourceItem;
import io.caravan.subject.Attributes;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** One page of a full or a delta read. */
final class ReadWork extends RestWork {

    private static final DateTimeFormatter PLAIN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private final RestCall call;
    private final RestAccounts accounts;
    private final Together.Way way;
    private final RestRequest request;
    private final Optional<RestObject.Delta> delta;
    private final boolean onlyChanges;
    private final ReadMoment moment;
    private final List<Object> records = new ArrayList<>();
    /** Each object of the page by itself, where the page does not show all of it. */
    private Together each;
    private DeltaLostException lost;

    ReadWork(RestCall call, RestAccounts accounts, Together.Way way, Clock clock) {
        this.call = call;
        this.accounts = accounts;
        this.way = way;
        this.delta = call.rest().delta();
        this.onlyChanges = call.operation().filter(Operation.CHANGES::equals).isPresent();
        this.request = call.request(onlyChanges ? Operation.CHANGES : Operation.LIST);
        this.moment = ReadMoment.begin(call.exchange(), clock.instant());
        RestPage asked = RestPage.of(call.exchange().getVariable("page", String.class));
        boolean first = moment.isFirst(asked);
        Optional<RestPage> page = first ? mark().map(this::begin).orElse(Optional.of(asked)) : Optional.of(asked);
        page.ifPresent(from -> add(new RestStep(request, variables(), Optional.empty(), Optional.of(from), Effect.NONE, answer -> read(from, first, answer, clock), RestStep.Open.NOTHING)));
    }

    private Optional<RestObject.Mark> mark() {
        return delta.map(RestObject.Delta::start).filter(RestObject.Mark.class::isInstance).map(RestObject.Mark.class::cast);
    }

    /** The first page where a delta begins at a mark; empty where the mark is worth nothing any more. */
    private Optional<RestPage> begin(RestObject.Mark mark) {
        if (!onlyChanges) {
            mark.begin().filter(ask -> call.variables().readsASource()).ifPresent(ask -> add(RestStep.reading(ask, variables(), answer -> remember(mark, answer))));
            return Optional.of(RestPage.FIRST);
        }
        String since = call.variables().since().orElse("");
        String told = since.substring(since.indexOf(':') + 1);
        boolean address = request.paging().filter(paging -> paging.style() != RestPaging.Style.CURSOR).isPresent();
        if (!since.startsWith(asked() + ":") || told.isBlank()) {
            lose("the mark is of a delta that showed something else");
        } else if (address && !way.message().isOfThisSystem(told)) {
            lose("the mark is of another system");
        }
        return Optional.of(new RestPage(0, 0, 0, -1, told)).filter(page -> lost == null);
    }

    /** What a delta shows is settled when it begins: a mark is worth nothing once something else is asked for. */
    private String asked() {
        RestRequest.Line line = mark().flatMap(RestObject.Mark::begin).orElseGet(() -> call.request(Operation.CHANGES)).line();
        return Integer.toHexString((line.path().text() + " " + line.query().values().stream().map(RestText::text).toList() + " " + accounts.fields()).hashCode());
    }

    private void remember(RestObject.Mark mark, RestAnswer answer) {
        String told = JsonPlaces.text(answer.document(), mark.at()).orElseThrow(() -> new OutcomeException(OutcomeKind.INVALID,
                "the answer does not say at " + mark.at().text() + " where the next delta begins"));
        call.exchange().setVariable("watermark", asked() + ":" + told);
    }

    private void lose(String why) {
        lost = new DeltaLostException(why);
        finish();
    }

    @Override
    boolean settles(RestJudgement.Refusal refusal) {
        boolean isLost = onlyChanges && each == null && (refusesMark(refusal) || delta.filter(told -> RestJudgement.rule(told.lost(), refusal.status(), refusal.document(), false).isPresent()).isPresent());
        if (isLost) {
            lose("the system does not know the mark any more: " + refusal.outcome().message());
        }
        return isLost;
    }

    /** Whether the system takes the mark itself for wrong, in whatever words: asked again with the same, it would say the same for ever. */
    private boolean refusesMark(RestJudgement.Refusal refusal) {
        boolean wrong = Set.of(OutcomeKind.INVALID, OutcomeKind.NOT_FOUND, OutcomeKind.CONFLICT).contains(refusal.outcome().kind());
        return wrong && current().flatMap(RestStep::page).filter(page -> page.isTold() && page.pages() == 0).isPresent();
    }

    private void read(RestPage page, boolean first, RestAnswer answer, Clock clock) {
        RestPaging paging = request.paging().orElseGet(RestPaging::none);
        List<JsonNode> items = items(answer, request.places().items());
        refuseTooMuch(paging, answer);
        Optional<RestPage> next = page.next(paging, answer, items.size());
        next.ifPresent(following -> call.exchange().setVariable("nextPage", following.token()));
        if (first && !items.isEmpty()) {
            RecordsOfPage.requireShown(items, reading(), "the list");
        }
        Optional<RestObject.Mark> mark = mark();
        if (mark.isEmpty() && first) {
            delta.map(RestObject.Delta::start).map(RestObject.Since.class::cast).ifPresent(since -> call.exchange().setVariable("watermark", watermark(since, answer, clock.instant())));
        } else if (next.isEmpty() && !moment.later()) {
            mark.filter(one -> onlyChanges || one.begin().isEmpty() && call.variables().readsASource()).ifPresent(one -> remember(one, answer));
        }
        tellWhole(paging, next);
        if (onlyChanges ? delta.filter(RestObject.Delta::readAgain).isPresent() : listsMembers()) {
            readEach(items, item -> Optional.of(Map.of()));
        } else if (reading().asOf().filter(RestReading.AsOf::alone).isPresent()) {
            readEach(items, item -> RecordsOfPage.firstDay(item, reading().asOf().get(), call.object(), moment).map(day -> reading().asOf().get().variables(moment.began(), day)));
        } else {
            RecordsOfPage.of(items, reading(), call.object(), moment).stream().filter(item -> !isGone(item)).forEach(item -> records.add(record(item)));
        }
    }

    /** Where the system counts what it has, and that was met, nobody may have come twice: in her place somebody else is missing. */
    private void tellWhole(RestPaging paging, Optional<RestPage> next) {
        boolean counted = paging.marks().total().isPresent() || paging.marks().header().isPresent();
        if (counted && next.isEmpty() && !onlyChanges && !moment.later() && paging.each().lists() == 1 && call.variables().readsASource()) {
            call.exchange().setVariable("countedOnce", true);
        }
    }

    /** Whether a list tells of something that is not there. */
    private boolean isGone(JsonNode item) {
        return !onlyChanges && RecordsOfPage.isGone(item, reading());
    }

    @Override
    boolean keepsOnlyWhatIsAskedFor() {
        return each == null;
    }

    /** Whether somebody wants to know who is in each group, which a list of groups does not show. */
    private boolean listsMembers() {
        return call.variables().readsASource() && call.rest().members().isPresent() && call.object().memberships().filter(held -> call.variables().names().contains(held.attribute())).isPresent()
                && call.rest().requests().containsKey(Operation.GET);
    }

    /**
     * Of what stands in the page several times the last counts.
     *
     * @param again with which variables one is read by itself; empty: it is taken as it stands here
     */
    private void readEach(List<JsonNode> items, Function<JsonNode, Optional<Map<String, String>>> again) {
        Map<String, GetWork> works = new LinkedHashMap<>();
        for (JsonNode item : items) {
            if (isGone(item)) {
                continue;
            }
            Object record = record(item);
            Optional<String> anchor = anchor(item);
            Optional<Map<String, String>> with = anchor.isEmpty() || record instanceof SourceItem.Deleted ? Optional.empty() : again.apply(item);
            if (with.isEmpty()) {
                anchor.ifPresent(works::remove);
                records.add(record);
            } else {
                works.put(anchor.get(), GetWork.ofMany(call, accounts, anchor.get(), with.get()));
            }
        }
        each = new Together(this, way, List.copyOf(works.values()), () -> works.forEach((anchor, work) -> add(anchor, work)));
        each.go();
    }

    private void add(String anchor, GetWork work) {
        if (!work.isGone()) {
            records.add(record(anchor, work));
        } else if (onlyChanges) {
            records.add(new SourceItem.Deleted(anchor, ""));
        }
    }

    /** That one cannot be had is no matter of the others; that none can be asked for is. */
    private Object record(String anchor, GetWork work) {
        Optional<Outcome> failure = each.failure(work);
        if (failure.filter(outcome -> outcome.kind() != OutcomeKind.NOT_FOUND).isPresent()) {
            throw new OutcomeException(failure.get(), null);
        }
        return failure.isPresent() ? GetWork.notShown(anchor) : work.item(anchor);
    }

    @Override
    boolean takes(Outcome failure, Outcome cause) {
        return each != null && failure.kind() == OutcomeKind.NOT_FOUND && each.takes(failure, cause);
    }

    private RestReading reading() {
        return request.places().reading();
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>(Map.of("fields", accounts.fields()));
        Optional<String> since = call.variables().since().filter(written -> mark().isEmpty());
        variables.putAll(moment.variables(reading(), onlyChanges ? since : Optional.empty()));
        since.ifPresent(written -> variables.put("since", since(written)));
        return variables;
    }

    private String since(String mark) {
        try {
            RestObject.Since since = delta.map(RestObject.Delta::start).map(RestObject.Since.class::cast).orElseThrow(() -> call.undeclared(Operation.CHANGES));
            return switch (since.moment()) {
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
    private String watermark(RestObject.Since told, RestAnswer answer, Instant ours) {
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

    private Optional<String> anchor(JsonNode item) {
        return accounts.anchor(item);
    }

    /** What cannot be understood is a record that cannot be read, and not one that is not there. */
    private Object record(JsonNode item) {
        Optional<String> anchor = anchor(item);
        if (!item.isObject()) {
            return new SourceItem.Rejected(Optional.empty(), "an entry of the list is no object", "");
        }
        if (onlyChanges && anchor.isPresent() && delta.flatMap(RestObject.Delta::removed).filter(told -> RecordsOfPage.isRemoved(told, item)).isPresent()) {
            return new SourceItem.Deleted(anchor.get(), "");
        }
        try {
            Map<String, Object> account = accounts.account(item, request.writing().showsAll(), isToCome(item) ? reading().withoutNeeds() : reading());
            return Attributes.of(account);
        } catch (RestAccounts.Unreadable wrong) {
            return new SourceItem.Rejected(anchor, wrong.getMessage(), "");
        }
    }

    /** Whether she begins after the day as of which is read. */
    private boolean isToCome(JsonNode item) {
        try {
            return !reading().needs().isEmpty() && !moment.later() && reading().asOf().filter(asOf -> !asOf.starts().isEmpty()).flatMap(asOf -> RecordsOfPage.firstDay(item, asOf, call.object(), moment)).isPresent();
        } catch (OutcomeException noDate) {
            return false;
        }
    }

    /** That a delta is lost is told where records are taken: it is no failure of the call. */
    private final class Lost implements Iterator<Object> {
        @Override
        public boolean hasNext() {
            throw lost;
        }

        @Override
        public Object next() {
            throw lost;
        }
    }

    @Override
    Object result() {
        moment.end(call.exchange(), reading());
        return lost == null ? records : new Lost();
    }
}
