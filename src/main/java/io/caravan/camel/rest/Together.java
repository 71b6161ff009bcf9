package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.connector.Effect;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.RestSpec;
import java.util.Comparator;
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
 * Several works of one call that do not wait for each other: of each the next request, as many as one request carries (OData JSON Format 4.01 §19), round
 * by round until nobody has any. Each answer counts for its own work. Where the system takes no such request, they go one by one.
 */
final class Together {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final RestWork host;
    private final Way way;
    private final List<RestWork> works;
    private final Runnable done;
    private final Map<RestWork, Outcome> failed = new IdentityHashMap<>();
    private Map<String, RestWork> underWay = Map.of();
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
            alone(open.get(0));
        } else {
            round(open);
        }
    }

    private void alone(RestWork work) {
        underWay = Map.of("0", work);
        rounds++;
        host.add(work.current().orElseThrow().answeredBy(answer -> {
            tell(work, () -> work.answered(answer));
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
            RestStep step = work.current().orElseThrow();
            throw new OutcomeException(RestJudgement.unanswered(step, Outcome.failed(step.effect().unanswered(), "the answer to several requests says nothing clear of this one")), null);
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
        failed.put(work, outcome);
        work.finish();
    }

    /**
     * That a request failed as a whole: of the first that carries several nothing was carried out, and that is the host's; of a later one that of each
     * in it.
     *
     * @return whether it has been taken
     */
    boolean takes(Outcome outcome) {
        if (way.batch().isPresent() && rounds < 2) {
            return false;
        }
        host.finish();
        List.copyOf(underWay.values()).forEach(work -> end(work, work.current().map(step -> RestJudgement.unanswered(step, outcome)).orElse(outcome)));
        go();
        return true;
    }
}
