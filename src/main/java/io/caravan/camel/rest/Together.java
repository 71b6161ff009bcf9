package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.connector.Effect;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.RestSpec;
import io.caravan.connector.RestTogether;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * Several works of one call that do not wait for each other: of each the next request, as many as one request carries (OData JSON Format 4.01 §19, or a
 * list in its body), round by round until nobody has any. Each answer counts for its own work. What cannot go with others goes by itself.
 */
final class Together {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String ALONE = "0";
    /** Of a request for several, that it is refused for one of them: nothing of it was carried out. */
    private static final Set<OutcomeKind> REFUSED = EnumSet.of(OutcomeKind.INVALID, OutcomeKind.NOT_FOUND, OutcomeKind.CONFLICT, OutcomeKind.UNSUPPORTED);

    private final RestWork host;
    private final Way way;
    private final List<RestWork> works;
    private final Runnable done;
    private final Map<RestWork, Outcome> failed = new IdentityHashMap<>();
    private Map<String, RestWork> underWay = Map.of();
    /** Whose request was refused together with others: they ask for themselves. */
    private final Set<RestWork> apart = Collections.newSetFromMap(new IdentityHashMap<>());
    private int rounds;

    /**
     * How requests go.
     *
     * @param batch     what carries several; empty: each goes by itself
     * @param judgement of each answer
     */
    record Way(Optional<RestSpec.Batch> batch, RestMessage message, RestJudgement judgement) {
    }

    /**
     * @param host whose requests theirs are
     * @param done what happens when nobody has anything to send any more
     */
    Together(RestWork host, Way way, List<? extends RestWork> works, Runnable done) {
        this.host = host;
        this.way = way;
        this.works = List.copyOf(works);
        this.done = done;
    }

    /** What became of one that did not come to its end; empty: it did. */
    Optional<Outcome> failure(RestWork work) {
        return Optional.ofNullable(failed.get(work));
    }

    /** How many requests have been made for the host. */
    int rounds() {
        return rounds;
    }

    /** Adds to what the host sends. */
    void go() {
        List<RestWork> open = works.stream().filter(work -> work.current().isPresent()).toList();
        if (open.isEmpty()) {
            done.run();
        } else if (way.batch().isEmpty()) {
            next(open);
        } else {
            round(open);
        }
    }

    /** The first, with all that go in the same request; by itself where there are none. */
    private void next(List<RestWork> open) {
        RestWork first = open.get(0);
        Optional<RestTogether> how = first.current().orElseThrow().request().places().together();
        Optional<MergedRequest> merged = how.isEmpty() || apart.contains(first) ? Optional.empty() : merged(how.get(), open);
        if (first.current().isEmpty()) {
            go();
        } else if (merged.filter(request -> request.size() > 1).isEmpty()) {
            alone(first);
        } else {
            send(merged.get());
        }
    }

    private Optional<MergedRequest> merged(RestTogether how, List<RestWork> open) {
        MergedRequest merged = null;
        for (RestWork work : open) {
            RestStep step = work.current().orElseThrow();
            if (step.request() != open.get(0).current().map(RestStep::request).orElse(null) || apart.contains(work)) {
                continue;
            }
            try {
                RestMessage.Sent sent = way.message().sent(step);
                if (!MergedRequest.isOne(how, sent)) {
                    if (merged == null) {
                        return Optional.empty();
                    }
                } else if (merged == null) {
                    merged = new MergedRequest(how, work, step, sent);
                } else {
                    merged.takes(work, step, sent);
                }
            } catch (OutcomeException unable) {
                end(work, RestJudgement.unanswered(step, unable.outcome()));
            }
        }
        return Optional.ofNullable(merged);
    }

    private void send(MergedRequest merged) {
        underWay = new LinkedHashMap<>();
        merged.works().forEach(work -> underWay.put("m" + underWay.size(), work));
        rounds++;
        host.add(merged.step(answer -> {
            merged.said(answer).forEach((work, said) -> tell(work, () -> said(work, said)));
            go();
        }));
    }

    /** A change of which nothing clear is said does no harm when it is asked for once more; who may have been made is looked for. */
    private void said(RestWork work, MergedRequest.Said said) {
        if (said instanceof MergedRequest.Silent && work.current().orElseThrow().effect() == Effect.CHANGE) {
            apart.add(work);
        } else if (said instanceof MergedRequest.Answered answered) {
            way.judgement().answered(work, answered.answer());
        } else if (said instanceof MergedRequest.Done done) {
            way.judgement().answered(work, done.answer(), done.shown());
        } else {
            throw unclear(work);
        }
    }

    private static OutcomeException unclear(RestWork work) {
        RestStep step = work.current().orElseThrow();
        return new OutcomeException(RestJudgement.unanswered(step, Outcome.failed(step.effect().unanswered(), "the answer to several requests says nothing clear of this one")), null);
    }

    /** Whether the one that goes by itself knows better what a refusal means; then the next one has gone on. */
    boolean settles(RestJudgement.Refusal refusal) {
        boolean settles = Optional.ofNullable(underWay.get(ALONE)).filter(work -> work.settles(refusal)).isPresent();
        if (settles) {
            host.passOver();
            go();
        }
        return settles;
    }

    private void alone(RestWork work) {
        RestStep step = work.current().orElseThrow();
        try {
            way.message().sent(step);
        } catch (OutcomeException unable) {
            end(work, RestJudgement.unanswered(step, unable.outcome()));
            go();
            return;
        }
        underWay = Map.of(ALONE, work);
        rounds++;
        host.add(step.answeredBy(answer -> {
            tell(work, () -> way.judgement().done(work, answer));
            go();
        }));
    }

    /** Of those that need not wait each the next request, and of several about one object the first. */
    private void round(List<RestWork> open) {
        List<RestWork> ready = open.stream().filter(work -> work.pauseNanos() <= 0).toList();
        if (ready.isEmpty()) {
            RestWork soonest = open.stream().min(Comparator.comparingLong(RestWork::pauseNanos)).orElseThrow();
            host.waitNanos(soonest.pauseNanos());
            ready = List.of(soonest);
        }
        ArrayNode requests = NODES.arrayNode();
        Map<String, RestWork> included = new LinkedHashMap<>();
        Set<String> about = new HashSet<>();
        RestSpec.Batch batch = way.batch().orElseThrow();
        for (RestWork work : ready) {
            RestStep step = work.current().orElseThrow();
            String anchor = step.variables().get("anchor");
            boolean fits = included.size() < batch.max() && (anchor == null || step.effect() == Effect.NONE || step.variables().containsKey("member") || about.add(anchor));
            if (fits) {
                String id = String.valueOf(included.size() + 1);
                try {
                    requests.add(request(id, step));
                    included.put(id, work);
                } catch (OutcomeException unable) {
                    end(work, RestJudgement.unanswered(step, unable.outcome()));
                }
            }
        }
        if (included.isEmpty()) {
            go();
            return;
        }
        underWay = included;
        rounds++;
        Effect effect = included.values().stream().map(work -> work.current().orElseThrow().effect()).max(Comparator.naturalOrder()).orElse(Effect.NONE);
        ObjectNode body = NODES.objectNode();
        body.set("requests", requests);
        host.add(new RestStep(batch.request(), Map.of(), Optional.of(body), Optional.empty(), effect, this::answered, RestStep.Open.NOTHING));
    }

    private ObjectNode request(String id, RestStep step) {
        RestMessage.Sent sent = way.message().sent(step);
        ObjectNode request = NODES.objectNode().put("id", id).put("method", sent.method()).put("url", way.message().relative(sent));
        Map<String, String> headers = new TreeMap<>(sent.headers());
        sent.body().ifPresent(body -> headers.put("Content-Type", "application/json"));
        if (!headers.isEmpty()) {
            headers.forEach(request.putObject("headers")::put);
        }
        sent.body().ifPresent(body -> request.set("body", body));
        return request;
    }

    private void answered(RestAnswer answer) {
        Map<String, JsonNode> answers = new HashMap<>();
        JsonNode responses = answer.document() == null ? MissingNode.getInstance() : answer.document().path("responses");
        responses.forEach(each -> answers.merge(each.path("id").asText(), each, (one, another) -> MissingNode.getInstance()));
        underWay.forEach((id, work) -> tell(work, () -> said(work, answers.getOrDefault(id, MissingNode.getInstance()))));
        go();
    }

    /** One that is not mentioned, or twice, may have been carried out. */
    private void said(RestWork work, JsonNode said) {
        int status = said.path("status").asInt();
        if (status < 100) {
            throw unclear(work);
        }
        JsonNode body = said.path("body");
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        said.path("headers").fields().forEachRemaining(header -> headers.put(header.getKey(), header.getValue().asText()));
        if (status < 300) {
            way.judgement().answered(work, new RestAnswer(status, body.isMissingNode() || body.isNull() ? null : body, name -> Optional.ofNullable(headers.get(name)).map(String::strip), way.message().pageSize()));
        } else {
            way.judgement().refused(work, new HttpOperationFailedException("", status, "", headers.get("Location"), headers, body.isContainerNode() ? body.toString() : body.asText("")));
        }
    }

    private void tell(RestWork work, Runnable what) {
        try {
            what.run();
        } catch (OutcomeException ended) {
            end(work, ended.outcome());
        }
    }

    private void end(RestWork work, Outcome outcome) {
        failed.put(work, RestJudgement.named(work, work.hasChanged() ? outcome.asBegun() : outcome));
        work.finish();
    }

    /**
     * That a request failed as a whole. Of the first batch nothing was carried out, and that is the host's; of a later one it is that of each in it.
     * Requests that were merged into one that is refused, or that makes the system fail, go by themselves, so that each is told what is wrong with it and
     * holds up nobody else. Where the system takes nothing at all, nothing more is sent.
     *
     * @return whether it has been taken
     */
    boolean takes(Outcome outcome, Outcome cause) {
        if (way.batch().isPresent() && rounds < 2) {
            return false;
        }
        host.finish();
        boolean ofOne = REFUSED.contains(outcome.kind()) || outcome.kind() == OutcomeKind.UNAVAILABLE && !cause.kind().isOfTheSystem();
        if (underWay.size() > 1 && way.batch().isEmpty() && ofOne) {
            apart.addAll(underWay.values());
            go();
            return true;
        }
        underWay.values().stream().filter(work -> work.current().isPresent() && !work.undoes(outcome)).toList().forEach(work -> end(work, RestJudgement.unanswered(work.current().orElseThrow(), outcome)));
        if (cause.kind().isOfTheSystem()) {
            leave(cause);
        }
        go();
        return true;
    }

    /** Whoever has not begun is told why nothing was sent for them: that is no doubt. What has begun comes to its end. */
    private void leave(Outcome cause) {
        works.stream().filter(work -> work.current().isPresent() && !work.hasBegun())
                .forEach(work -> end(work, cause.ofWhoWasNotSent()));
    }
}
