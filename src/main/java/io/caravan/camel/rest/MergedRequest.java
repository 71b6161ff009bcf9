package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.connector.Effect;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.RestPath;
import io.caravan.connector.RestRequest;
import io.caravan.connector.RestTogether;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Requests of several works that differ only in one element of a list in their body, as one; and its answer, as an answer to each. What is said of none
 * in particular, or of two, is nobody's: whoever was mixed up with somebody else would get their account.
 */
final class MergedRequest {

    private static final String MEMBER = "member";

    private final RestTogether how;
    private final RestStep first;
    private final RestMessage.Sent sent;
    private final JsonNode body;
    private final Map<RestWork, RestStep> steps = new LinkedHashMap<>();
    private final Set<String> about = new HashSet<>();

    /** @throws OutcomeException when what is declared does not fit what is sent */
    MergedRequest(RestTogether how, RestWork work, RestStep step, RestMessage.Sent sent) {
        this.how = how;
        this.first = step;
        this.sent = sent;
        this.body = sent.body().orElseThrow(MergedRequest::noList).deepCopy();
        list(body);
        steps.put(work, step);
        isAbout(step);
    }

    /** Whether the list of a request has one element and no more: only such a one can go with others. */
    static boolean isOne(RestTogether how, RestMessage.Sent sent) {
        return JsonPlaces.one(sent.body().orElseThrow(MergedRequest::noList), how.list()).filter(ArrayNode.class::isInstance).orElseThrow(MergedRequest::noList).size() == 1;
    }

    /** Whether another goes with it; if so, it is in it now. */
    boolean takes(RestWork work, RestStep step, RestMessage.Sent other) {
        boolean fits = steps.size() < how.max() && rest(other).equals(rest(sent)) && isAbout(step);
        if (fits) {
            list(body).add(list(other.body().orElseThrow()).get(0));
            steps.put(work, step);
        }
        return fits;
    }

    int size() {
        return steps.size();
    }

    /** Of one object one change at a time: within a request the order is the system's. And nobody who could not be told apart in the answer. */
    private boolean isAbout(RestStep step) {
        String anchor = step.variables().get("anchor");
        String entry = String.join("\n", texts(step)).toLowerCase(Locale.ROOT);
        boolean changed = anchor != null && !step.variables().containsKey(MEMBER) && !about.add("of " + anchor);
        return !changed && (entry.isBlank() || about.add("by " + entry));
    }

    private List<String> texts(RestStep step) {
        return how.told().by().stream().map(text -> text.fill(name -> step.variables().getOrDefault(name, ""))).toList();
    }

    /** All but the element that is its own. */
    private List<Object> rest(RestMessage.Sent one) {
        JsonNode empty = one.body().orElseThrow(MergedRequest::noList).deepCopy();
        list(empty).removeAll();
        return List.of(one.method(), one.address(), one.query(), one.headers(), empty);
    }

    private ArrayNode list(JsonNode document) {
        return JsonPlaces.one(document, how.list()).filter(ArrayNode.class::isInstance).map(ArrayNode.class::cast).filter(list -> !list.isEmpty()).orElseThrow(MergedRequest::noList);
    }

    private static OutcomeException noList() {
        return new OutcomeException(OutcomeKind.MISCONFIGURED, "several requests are to go in one, and the body has no list where the connector says");
    }

    /** The request that carries all of them; nobody in particular is named by its variables. */
    RestStep step(Consumer<RestAnswer> then) {
        RestRequest of = first.request();
        RestRequest.Writing writing = new RestRequest.Writing(Set.of(), Set.of(), RestRequest.Into.AS_SHOWN, RestRequest.Answer.ITEM, false, of.writing().search(), of.writing().job());
        RestRequest carrier = new RestRequest(of.line(), Map.of(), new RestRequest.Places(of.places().item(), of.places().items(), RestPath.whole(), of.places().reading(), Optional.empty()),
                Optional.empty(), List.of(), writing, List.of());
        Map<String, String> variables = new LinkedHashMap<>(first.variables());
        variables.remove(MEMBER);
        Effect effect = first.effect();
        return new RestStep(carrier, variables, Optional.of(body), Optional.empty(), effect, then, RestStep.Open.NOTHING);
    }

    /** What an answer says of one. */
    sealed interface Said permits Answered, Done, Silent {
    }

    /** As if it had been asked alone. */
    record Answered(RestAnswer answer) implements Said {
    }

    /**
     * It is not among those that failed.
     *
     * @param answer as if nobody were among them
     * @param shown  of it nothing is about this one
     */
    record Done(RestAnswer answer, RestAnswer shown) implements Said {
    }

    /** Nothing clear. */
    record Silent() implements Said {
    }

    /** What the answer to all of them says of each. */
    Map<RestWork, Said> said(RestAnswer answer) {
        if (how.told() instanceof RestTogether.Each each) {
            return each(answer, each);
        }
        if (how.told() instanceof RestTogether.Failures failures) {
            return failures(answer, failures);
        }
        if (how.told() instanceof RestTogether.Named named) {
            return named(answer, named);
        }
        Map<RestWork, Said> said = new LinkedHashMap<>();
        steps.keySet().forEach(work -> said.put(work, new Answered(answer)));
        return said;
    }

    private Map<RestWork, Said> each(RestAnswer answer, RestTogether.Each told) {
        List<JsonNode> entries = entries(answer, told.results());
        Map<RestWork, List<Integer>> whose = new LinkedHashMap<>();
        List<Integer> claims = new ArrayList<>();
        steps.forEach((work, step) -> {
            List<String> texts = texts(step);
            List<Integer> own = new ArrayList<>();
            for (int i = 0; i < entries.size(); i++) {
                JsonNode entry = entries.get(i);
                if (texts.stream().allMatch(text -> !text.isBlank() && has(entry, text))) {
                    own.add(i);
                }
            }
            whose.put(work, own);
            claims.addAll(own);
        });
        Map<RestWork, Said> said = new LinkedHashMap<>();
        whose.forEach((work, own) -> said.put(work, own.size() == 1 && claims.stream().filter(own.get(0)::equals).count() == 1
                ? new Answered(with(answer, told.results(), List.of(entries.get(own.get(0))))) : new Silent()));
        return said;
    }

    /** Whether a value stands somewhere in it, in whatever case. */
    private static boolean has(JsonNode node, String text) {
        if (node.isValueNode()) {
            return !node.isNull() && node.asText().equalsIgnoreCase(text);
        }
        for (JsonNode below : node) {
            if (has(below, text)) {
                return true;
            }
        }
        return false;
    }

    /** Whoever is not named, or is as another is, is not told of. */
    private Map<RestWork, Said> named(RestAnswer answer, RestTogether.Named told) {
        List<String> names = new ArrayList<>();
        JsonPlaces.all(answer.document(), told.names()).forEach(node -> (node.isArray() ? node : List.of(node)).forEach(one -> names.addAll(List.of(one.asText().toLowerCase(Locale.ROOT).strip().split("\\s*,\\s*")))));
        Map<RestWork, Said> said = new LinkedHashMap<>();
        steps.forEach((work, step) -> said.put(work, texts(step).stream().allMatch(text -> !text.isBlank() && names.contains(text.toLowerCase(Locale.ROOT))) ? new Answered(answer) : new Silent()));
        return said;
    }

    private Map<RestWork, Said> failures(RestAnswer answer, RestTogether.Failures told) {
        Map<Integer, List<JsonNode>> failed = new LinkedHashMap<>();
        entries(answer, told.failures()).forEach(entry -> failed.computeIfAbsent(number(entry, told.index()).orElse(-1), none -> new ArrayList<>()).add(entry));
        boolean clear = number(answer.document(), told.count()).filter(count -> count == failed.size()).isPresent() && failed.keySet().stream().allMatch(place -> place >= 0 && place < steps.size())
                && number(answer.document(), told.done()).filter(done -> done + failed.size() == steps.size()).isPresent();
        RestAnswer nobody = failed.isEmpty() ? answer : withoutFailures(answer, told);
        Map<RestWork, Said> said = new LinkedHashMap<>();
        int place = 0;
        for (RestWork work : steps.keySet()) {
            List<JsonNode> own = failed.getOrDefault(place++, List.of());
            said.put(work, !own.isEmpty() ? new Answered(with(answer, told.failures(), own)) : clear ? new Done(nobody, new RestAnswer(answer.status(), null, answer.headers(), answer.pageSize())) : new Silent());
        }
        return said;
    }

    private static RestAnswer withoutFailures(RestAnswer answer, RestTogether.Failures told) {
        RestAnswer nobody = with(answer, told.failures(), List.of());
        if (nobody.document() instanceof ObjectNode document) {
            JsonNodeFactory nodes = JsonNodeFactory.instance;
            JsonPlaces.put(document, told.count(), nodes.numberNode(0), nodes.nullNode());
        }
        return nobody;
    }

    private static Optional<Integer> number(JsonNode document, RestPath path) {
        return JsonPlaces.text(document, path).filter(text -> text.matches("\\d{1,6}")).map(Integer::valueOf);
    }

    private static List<JsonNode> entries(RestAnswer answer, RestPath place) {
        List<JsonNode> entries = new ArrayList<>();
        JsonPlaces.one(answer.document(), place).filter(JsonNode::isArray).ifPresent(list -> list.forEach(entries::add));
        return entries;
    }

    /** The answer with nothing in its list but these. */
    private static RestAnswer with(RestAnswer answer, RestPath place, List<JsonNode> entries) {
        JsonNode document = answer.document().deepCopy();
        ArrayNode list = (ArrayNode) JsonPlaces.one(document, place).orElseThrow();
        list.removeAll();
        entries.forEach(list::add);
        return new RestAnswer(answer.status(), document, answer.headers(), answer.pageSize());
    }

    Set<RestWork> works() {
        return steps.keySet();
    }
}
