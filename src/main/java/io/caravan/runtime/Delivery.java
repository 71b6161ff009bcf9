package io.caravan.runtime;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.MemberDelivery;
import io.caravan.engine.MembersAnswer;
import io.caravan.engine.WritePermit;
import io.caravan.mapping.MatchRule;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import io.caravan.plan.ValueComparison;
import io.caravan.runtime.InFlight.Claim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One body of changes that a route brings to its target. Sends those that have no final outcome, so that a retry sends only these. */
final class Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final CycleRun run;
    private final Map<String, Map<String, Object>> messages = new LinkedHashMap<>();
    private final List<Claim> claims;
    private final SecretRoute secrets;

    /** @throws IllegalArgumentException when a message has no id */
    Delivery(CycleRun run, List<Map<String, Object>> messages, SecretRoute secrets) {
        this.run = run;
        this.secrets = secrets;
        messages.forEach(message -> this.messages.put(ChangeMessages.id(message), message));
        this.claims = run.inFlight().of(this.messages.keySet());
        if (claims.size() < messages.size()) {
            LOG.warn("a route brings changes that are not in flight any more, or twice; they are not sent: job={} changes={}",
                    run.getJob(), messages.size() - claims.size());
        }
    }

    /**
     * Sends what has no final outcome yet.
     *
     * @return whether any of it has one now
     */
    boolean send() {
        List<Claim> open = run.inFlight().send(claims);
        try {
            List<Claim> sent = new ArrayList<>();
            List<AccountRequest> requests = new ArrayList<>();
            for (Claim claim : open) {
                request(claim).filter(request -> !sendMembers(claim, request)).ifPresent(request -> {
                    sent.add(claim);
                    requests.add(request);
                });
            }
            long start = System.nanoTime();
            List<Outcome> answers = requests.isEmpty() ? List.of() : answers(requests);
            long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
            for (int i = 0; i < sent.size(); i++) {
                sent.get(i).answered(answers.get(i), millis);
            }
        } finally {
            run.inFlight().answered(open);
        }
        claims.forEach(claim -> ChangeMessages.answer(messages.get(claim.id()), claim));
        return open.stream().anyMatch(claim -> claim.outcome().filter(outcome -> !InFlight.repeatable(outcome)).isPresent());
    }

    /** Members are sent by so many as the target takes at once, each change by itself. */
    private boolean sendMembers(Claim claim, AccountRequest request) {
        if (!request.operation().isOfMembers()) {
            return false;
        }
        long start = System.nanoTime();
        MembersAnswer answer;
        try {
            answer = WritePermit.during(run::isOurs, () -> MemberDelivery.send(run.system(), request, claim.members()));
        } catch (RuntimeException thrown) {
            LOG.error("a connector broke: system={} job={}", run.getTarget(), run.getJob(), thrown);
            answer = new MembersAnswer(Outcome.failed(OutcomeKind.UNAVAILABLE, "the connector of " + run.getTarget() + " broke: " + thrown.getClass().getSimpleName() + ": "
                    + thrown.getMessage()), Set.of(), Map.of());
        }
        claim.answered(answer, Duration.ofNanos(System.nanoTime() - start).toMillis());
        return true;
    }

    /** What to send; empty where nothing is to be sent, so that its outcome is known. */
    private Optional<AccountRequest> request(Claim claim) {
        if (claim.request().isEmpty()) {
            claim.answered(Outcome.ok(), 0);
            return Optional.empty();
        }
        AccountRequest planned = claim.request().get();
        Map<String, Object> message = messages.get(claim.id());
        try {
            leftAlone(message, "operation", claim.planned().change().kind().word());
            leftAlone(message, "key", claim.planned().change().identityKey());
            ObjectSpec object = run.system().spec().connector().objects().get(planned.object());
            if (planned.operation().isOfMembers()) {
                return Optional.of(planned);
            }
            Optional<String> lacking = lacking(claim, object);
            if (lacking.isPresent()) {
                claim.answered(Outcome.failed(OutcomeKind.BLOCKED, lacking.get()), 0);
                return Optional.empty();
            }
            Optional<List<AttributeChange>> enriched = ChangeMessages.enriched(message, claim, object);
            enriched.ifPresent(changes -> claim.enriched(ChangeMessages.sent(claim.planned(), changes, object)));
            AccountRequest request = enriched.map(changes -> new AccountRequest(planned.operation(), planned.object(), planned.anchor(), planned.account(),
                    changes, planned.enabled())).orElse(planned);
            Optional<String> made = isThrottledCreate(claim) ? alreadyThere(request) : Optional.empty();
            made.ifPresent(why -> claim.answered(Outcome.failed(OutcomeKind.IN_DOUBT, why), claim.millis()));
            if (made.isPresent()) {
                return Optional.empty();
            }
            Optional<Outcome> notTaken = secrets.refuses(run, claim, request);
            notTaken.ifPresent(blocked -> claim.answered(blocked, 0));
            return notTaken.isPresent() ? Optional.empty() : Optional.of(request);
        } catch (IllegalArgumentException notAsItMayBe) {
            claim.answered(Outcome.failed(OutcomeKind.INVALID, notAsItMayBe.getMessage()), 0);
            return Optional.empty();
        }
    }

    /** Why an account cannot be made yet: what names it, or is required of it, refers to one that is not there. */
    private static Optional<String> lacking(Claim claim, ObjectSpec object) {
        Change change = claim.planned().change();
        return change.kind() != ChangeKind.CREATE ? Optional.empty() : change.deferred().stream()
                .filter(name -> object.renamedBy().equals(Optional.of(name)) || object.attribute(name).required()).findFirst()
                .map(name -> name + " refers to an account that is not there yet");
    }

    private static boolean isThrottledCreate(Claim claim) {
        return claim.planned().change().kind() == ChangeKind.CREATE && claim.outcome().filter(last -> last.kind() == OutcomeKind.THROTTLED).isPresent();
    }

    /** Whether an account that the target asked us to wait with is there all the same: it would be made twice. A look-up that fails says nothing. */
    private Optional<String> alreadyThere(AccountRequest request) {
        Map<String, Object> values = request.values();
        ObjectSpec object = run.system().spec().connector().objects().get(request.object());
        for (MatchRule rule : run.outboundJob().match()) {
            Object value = values.get(rule.attribute());
            try {
                // a system that ignores filters finds somebody else
                if (!ValueComparison.isEmpty(value) && run.system().find(object.name(), rule.attribute(), value).stream()
                        .anyMatch(account -> ValueComparison.matches(object.attribute(rule.attribute()), account.get(rule.attribute()), value))) {
                    return Optional.of(run.getTarget() + " asked to be left alone, and has an account with this " + rule.attribute() + " all the same");
                }
            } catch (OutcomeException notAnswered) {
                LOG.debug("a throttled create could not be looked up: system={}", run.getTarget(), notAnswered);
            }
        }
        return Optional.empty();
    }

    private static void leftAlone(Map<String, Object> message, String key, Object planned) {
        if (!Objects.equals(message.get(key), planned)) {
            throw new IllegalArgumentException("a route has made \"" + key + "\" of the change " + message.get(key) + ", and it was planned as " + planned);
        }
    }

    /** A connector that breaks may have sent the requests before. */
    private List<Outcome> answers(List<AccountRequest> requests) {
        String broken;
        try {
            List<Outcome> answers = WritePermit.during(run::isOurs, () -> run.system().execute(requests));
            if (answers.size() == requests.size()) {
                return answers;
            }
            broken = "it gave " + answers.size() + " answers to " + requests.size() + " requests";
        } catch (RuntimeException thrown) {
            LOG.error("a connector broke: system={} job={}", run.getTarget(), run.getJob(), thrown);
            broken = thrown.getClass().getSimpleName() + ": " + thrown.getMessage();
        }
        return Collections.nCopies(requests.size(), Outcome.failed(OutcomeKind.IN_DOUBT, "the connector of " + run.getTarget() + " broke: " + broken));
    }

    CycleRun run() {
        return run;
    }

    boolean hasUnavailable() {
        return claims.stream().flatMap(claim -> claim.outcome().stream()).anyMatch(outcome -> outcome.kind() == OutcomeKind.UNAVAILABLE);
    }

    /** How long the target asked to be left alone, zero when it did not say; empty when it did not ask. */
    Optional<Duration> throttledFor() {
        return claims.stream().flatMap(claim -> claim.outcome().stream()).filter(outcome -> outcome.kind() == OutcomeKind.THROTTLED)
                .map(outcome -> outcome.retryAfter().orElse(Duration.ZERO)).max(Duration::compareTo);
    }

    /** These are not sent in this cycle, because a route says so. */
    void hold() {
        run.inFlight().hold(claims);
    }

    /** Hands every change's outcome to the recorder. What was not sent stays in flight, and is told of when the round is over. */
    void record() {
        for (Claim claim : claims) {
            if (claim.outcome().isEmpty() && !claim.isSending()) {
                ChangeMessages.outcome(messages.get(claim.id()), claim).ifPresent(own -> claim.answered(own, 0));
            }
        }
        run.inFlight().record(claims, run::record);
    }
}
