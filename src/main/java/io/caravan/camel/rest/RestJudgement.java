package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.camel.HttpAnswer;
import io.caravan.connector.Effect;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.RestRule;
import io.caravan.connector.RestSpec;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.http.base.HttpOperationFailedException;

/** What an answer means for the request that a work has sent, be it an answer of its own or one of several in one. */
final class RestJudgement {

    private static final int ACCEPTED = 202;
    private static final int NOT_FOUND = 404;
    /** What they say is of the system, and not of what it was asked (RFC 9110 §15.6). */
    private static final Set<Integer> DOWN = Set.of(502, 503, 504);
    private static final Set<OutcomeKind> REFUSED = EnumSet.of(OutcomeKind.INVALID, OutcomeKind.CONFLICT, OutcomeKind.FORBIDDEN, OutcomeKind.UNSUPPORTED);
    /** Codes of WS-Security (SOAP Message Security 1.0 §12). */
    private static final Set<String> NOT_LET_IN = Set.of("FailedAuthentication", "InvalidSecurityToken", "InvalidSecurity");

    private final RestSpec.Answers meanings;
    private final RecentlyMade recent;
    private final Duration lag;
    private final boolean within;

    /**
     * @param lag    for so long what is made may be said not to be there
     * @param within whether it is about requests that others share theirs with, and that wait by themselves where they only read
     */
    RestJudgement(RestSpec.Answers meanings, RecentlyMade recent, Duration lag, boolean within) {
        this.meanings = meanings;
        this.recent = recent;
        this.lag = lag;
        this.within = within;
    }

    /** The same for requests that share theirs with others. */
    RestJudgement shared() {
        return new RestJudgement(meanings, recent, lag, true);
    }

    /**
     * A refusal, before anything is made of it.
     *
     * @param document null where the answer is no JSON
     * @param outcome  what it comes to
     * @param lagging  whether it may only be that the system does not show yet what it made
     */
    record Refusal(int status, JsonNode document, Outcome outcome, boolean lagging) {
    }

    /** Whether an answer that is a success has to be read. */
    boolean reads(RestStep step) {
        return step.effect() == Effect.NONE || step.request().writing().answers() || !rules(step).isEmpty() || step.request().writing().job().isPresent() || step.open().poll().isPresent();
    }

    static void askAgain(RestWork work, RestStep step, RestPoll poll) {
        Optional<RestPoll> again = poll.again();
        if (again.isPresent()) {
            work.await(again.get());
        } else {
            fail(work, step, Outcome.failed(OutcomeKind.IN_DOUBT, poll.open() + ": it has not ended within " + poll.most().toSeconds() + " s"));
        }
    }

    /** A status alone is no word: a wrong address is answered with it, too. */
    private static boolean saysNobody(RestRule rule) {
        return rule.outcome() == OutcomeKind.NOT_FOUND && rule.at().isPresent();
    }

    private void refusedInside(RestWork work, RestStep step, RestAnswer answer, RestRule rule) {
        if (saysNobody(rule) && work.isAnsweredByNobody()) {
            work.finish();
            return;
        }
        String said = words(answer.document()).or(() -> rule.at().flatMap(at -> JsonPlaces.text(answer.document(), at))).orElse("an error inside");
        fail(work, step, Outcome.failed(rule.outcome(), "HTTP " + answer.status() + " with " + said));
    }

    /**
     * The system said yes, or said no in the guise of a yes.
     *
     * @throws OutcomeException when that ends the work
     */
    void answered(RestWork work, RestAnswer answer) {
        answered(work, answer, answer);
    }

    /** @param shown what of it the work is told, where not all of it is about this one */
    void answered(RestWork work, RestAnswer answer, RestAnswer shown) {
        RestStep step = work.current().orElseThrow();
        Optional<RestPoll> poll = step.open().poll();
        if (poll.filter(job -> job.isRunning(answer)).isPresent()) {
            askAgain(work, step, poll.get());
            return;
        }
        Optional<RestPoll> taken = poll.isPresent() ? Optional.empty() : RestPoll.of(step.request(), answer);
        if (taken.isPresent()) {
            work.await(taken.get());
            return;
        }
        Optional<RestRule> rule = rule(rules(step), answer.status(), answer.document(), true);
        if (rule.filter(one -> one.outcome() != OutcomeKind.OK).isPresent()) {
            refusedInside(work, step, answer, rule.get());
            return;
        }
        if (rule.isEmpty() && poll.filter(job -> !job.hasEnded(answer)).isPresent()) {
            fail(work, step, Outcome.failed(OutcomeKind.IN_DOUBT, poll.get().open() + ": " + poll.get().said(answer)));
            return;
        }
        if (answer.status() == ACCEPTED && step.effect() != Effect.NONE && rule.isEmpty() && poll.isEmpty()) {
            fail(work, step, Outcome.failed(OutcomeKind.IN_DOUBT, "HTTP 202: the system has taken the request, and does not say whether it carried it out"));
            return;
        }
        done(work, shown);
    }

    /**
     * What an answer that means yes comes to: one that shows something else leaves open, after a create, what happened.
     *
     * @throws OutcomeException when that ends the work
     */
    void done(RestWork work, RestAnswer answer) {
        RestStep step = work.current().orElseThrow();
        try {
            work.answered(answer);
        } catch (OutcomeException wrong) {
            if (work.undoes(wrong.outcome())) {
                return;
            }
            throw new OutcomeException(named(work, step.effect() == Effect.CREATE ? Outcome.failed(OutcomeKind.IN_DOUBT, wrong.outcome().message()) : failed(step, wrong.outcome())), wrong);
        }
        work.made().ifPresent(anchor -> recent.add(anchor, lag));
        work.taken().ifPresent(recent::remove);
    }

    /**
     * The system said no.
     *
     * @throws OutcomeException when that ends the work
     */
    void refused(RestWork work, HttpOperationFailedException refusal) {
        refused(work, refusal, RestAnswer.document(refusal.getResponseBody()));
    }

    /** @param document what it says; null where that is no document */
    void refused(RestWork work, HttpOperationFailedException refusal, JsonNode document) {
        RestStep step = work.current().orElseThrow();
        HttpAnswer said = new HttpAnswer(refusal);
        Optional<RestRule> rule = said.refusesSignature() ? Optional.empty() : rule(step.open().poll().isPresent() ? ownRules(step) : rules(step), refusal.getStatusCode(), document, false);
        Optional<OutcomeKind> ruled = rule.map(RestRule::outcome).or(() -> faultOfOurs(document));
        if (ruled.filter(OutcomeKind.OK::equals).isPresent()) {
            if (refusal.getStatusCode() == NOT_FOUND && recent.any(step.variables().values())) {
                work.waitLonger();
                return;
            }
            work.answered(RestAnswer.bare(refusal.getStatusCode()));
            return;
        }
        if (rule.filter(RestJudgement::saysNobody).isPresent() && work.isAnsweredByNobody()) {
            work.finish();
            return;
        }
        Outcome outcome = said.outcome(meanings.outcomes(), step.effect(), new HttpAnswer.Reading(ruled, words(document), meanings.waitHeaders()));
        Optional<RestPoll> poll = step.open().poll();
        if (poll.isPresent() && ruled.isEmpty()) {
            if (outcome.kind().retryable()) {
                askAgain(work, step, poll.get());
                return;
            }
            fail(work, step, Outcome.failed(OutcomeKind.IN_DOUBT, poll.get().open() + ": " + outcome.message()), outcome);
            return;
        }
        boolean lagging = outcome.kind() == OutcomeKind.NOT_FOUND && recent.any(step.variables().values());
        if (work.settles(new Refusal(refusal.getStatusCode(), document, failed(step, outcome), lagging))) {
            return;
        }
        if (lagging) {
            work.waitLonger();
        } else if (!waits(work, step, outcome)) {
            fail(work, step, pageIsGone(step, outcome) ? Outcome.failed(OutcomeKind.UNAVAILABLE, outcome.message()
                    + ": the system does not know any more the page that it told of, as it happens when one is asked for late; the read starts again later") : outcome,
                    ruled.isPresent() ? outcome : ofTheSystem(refusal.getStatusCode(), outcome));
        }
    }

    /** What a status says of the system: one that is down gets nothing more; but a single record may make one fail that is up, and holds up nobody else. */
    private static Outcome ofTheSystem(int status, Outcome outcome) {
        boolean down = DOWN.contains(status);
        if (down && outcome.kind() == OutcomeKind.IN_DOUBT) {
            return Outcome.failed(OutcomeKind.UNAVAILABLE, outcome.message());
        }
        return !down && outcome.kind() == OutcomeKind.UNAVAILABLE ? Outcome.failed(OutcomeKind.IN_DOUBT, outcome.message()) : outcome;
    }

    /** A fault of the client says that the message was wrong, and that it was not carried out (SOAP 1.1 §4.4.1); the codes are a tree, from left to right. */
    private static Optional<OutcomeKind> faultOfOurs(JsonNode document) {
        String code = document == null ? "" : document.path(XmlAnswer.FAULT).path("faultcode").asText("");
        if (NOT_LET_IN.contains(code)) {
            return Optional.of(OutcomeKind.UNAUTHORIZED);
        }
        return code.equals("Client") || code.startsWith("Client.") ? Optional.of(OutcomeKind.INVALID) : Optional.empty();
    }

    /** What a system told to go on with does not count for ever. */
    private static boolean pageIsGone(RestStep step, Outcome outcome) {
        boolean refused = outcome.kind() == OutcomeKind.INVALID || outcome.kind() == OutcomeKind.NOT_FOUND || outcome.kind() == OutcomeKind.CONFLICT;
        return refused && step.effect() == Effect.NONE && step.page().filter(RestPage::isTold).isPresent();
    }

    /** Whether only this request is to wait: what others share theirs with, and what would leave something half done. */
    private boolean waits(RestWork work, RestStep step, Outcome outcome) {
        boolean alone = step.open().half().isPresent() || within && step.effect() == Effect.NONE;
        return outcome.kind() == OutcomeKind.THROTTLED && alone && work.mayWait(outcome.retryAfter());
    }

    private static void fail(RestWork work, RestStep step, Outcome outcome) {
        fail(work, step, outcome, outcome);
    }

    private static void fail(RestWork work, RestStep step, Outcome outcome, Outcome cause) {
        Outcome failed = named(work, failed(step, outcome));
        if (!work.undoes(outcome) && !work.takes(failed, cause)) {
            throw new OutcomeException(failed, null);
        }
    }

    /** What is in doubt is named where its name is known, so that it can be asked for. */
    static Outcome named(RestWork work, Outcome outcome) {
        return outcome.kind() != OutcomeKind.IN_DOUBT || outcome.anchor().isPresent() || work.doubted().isEmpty() ? outcome
                : new Outcome(outcome.kind(), work.doubted(), outcome.attributes(), outcome.message(), outcome.retryAfter());
    }

    /** What a failure of this step is told as. */
    static Outcome failed(RestStep step, Outcome outcome) {
        OutcomeKind kind = step.open().refused() && REFUSED.contains(outcome.kind()) ? outcome.kind() : OutcomeKind.IN_DOUBT;
        return step.open().half().map(half -> Outcome.failed(kind, half + ": " + outcome.message())).orElse(outcome);
    }

    /** What is told of a step that got no answer which counts for it: the job that it asks about, and what was done before, stay open. */
    static Outcome unanswered(RestStep step, Outcome outcome) {
        return failed(step, step.open().poll().map(job -> Outcome.failed(OutcomeKind.IN_DOUBT, job.open() + ": " + outcome.message())).orElse(outcome));
    }

    /** What its answer may mean: what is declared of the request, of the one that a job was taken for, and of all. */
    private List<RestRule> rules(RestStep step) {
        List<RestRule> own = ownRules(step);
        return own.isEmpty() ? meanings.rules() : Stream.of(own, meanings.rules()).flatMap(List::stream).toList();
    }

    /** Of a job that is not told of, only these say what it means: what goes for all requests is about other things. */
    private static List<RestRule> ownRules(RestStep step) {
        List<RestRule> own = step.request().rules();
        return step.open().poll().map(poll -> Stream.of(own, poll.of().rules()).flatMap(List::stream).toList()).orElse(own);
    }

    /** @param success whether the status is one: then only rules count that name it */
    static Optional<RestRule> rule(List<RestRule> rules, int status, JsonNode document, boolean success) {
        return rules.isEmpty() ? Optional.empty() : rules.stream().filter(rule -> rule.statuses().isEmpty() ? !success : rule.statuses().contains(status))
                .filter(rule -> rule.at().isEmpty() || says(rule, document)).findFirst();
    }

    private static boolean says(RestRule rule, JsonNode document) {
        List<JsonNode> there = JsonPlaces.all(document, rule.at().orElseThrow()).stream().filter(node -> !node.isNull()).toList();
        return rule.not().isEmpty() ? there.stream().anyMatch(node -> rule.is().isEmpty() || stands(node, rule.is())) : there.isEmpty() || there.stream().anyMatch(node -> !stands(node, rule.not()));
    }

    private static boolean stands(JsonNode node, List<String> words) {
        return node.isValueNode() && words.contains(node.asText());
    }

    private Optional<String> words(JsonNode document) {
        return document == null ? Optional.empty() : meanings.words().stream().flatMap(path -> JsonPlaces.text(document, path).stream()).findFirst();
    }
}
