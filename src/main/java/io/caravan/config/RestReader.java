package io.caravan.config;

import io.caravan.connector.RestJob;
import io.caravan.connector.RestObject;
import io.caravan.connector.RestPaging;
import io.caravan.connector.RestPath;
import io.caravan.connector.RestReading;
import io.caravan.connector.RestRequest;
import io.caravan.connector.RestRequest.Answer;
import io.caravan.connector.RestRequest.FollowUp;
import io.caravan.connector.RestRequest.Line;
import io.caravan.connector.RestRequest.Method;
import io.caravan.connector.RestRequest.Places;
import io.caravan.connector.RestRequest.Search;
import io.caravan.connector.RestRequest.When;
import io.caravan.connector.RestRequest.Writing;
import io.caravan.diagnostic.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads one request of a connector's REST blocks, whose shape has been checked, and what is sent after it. */
final class RestReader {

    static final List<String> METHODS = Stream.of(Method.values()).map(method -> method.name().toLowerCase(Locale.ROOT)).toList();

    private static final Set<String> ASIDE = Set.of("then", "together");
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration MOST = Duration.ofMinutes(5);

    private final RestPieces pieces;
    /** What goes for all requests of an object, and of the connector. */
    private final Yaml.Block object;
    private final Yaml.Block connector;

    RestReader(RestPieces pieces, Yaml.Block object, Yaml.Block connector) {
        this.pieces = pieces;
        this.object = object;
        this.connector = connector;
    }

    /**
     * What a request is for, and so what may stand in it.
     *
     * @param needed    variables that it has to name: else it would be about nobody, or everybody
     * @param variables all that it may name
     * @param reads     whether it may only read
     * @param keys      what belongs to such requests, of all that belongs to some only
     */
    record Use(Set<String> needed, Set<String> variables, boolean reads, Set<String> keys) {

        static Use reading(Set<String> needed, String... more) {
            return new Use(needed, with(needed, List.of(more)), true, Set.of());
        }

        static Use getting(Set<String> needed, String... more) {
            return new Use(needed, with(needed, List.of(more)), true, Set.of("answer"));
        }

        static Use finding(Set<String> needed, String... more) {
            return new Use(needed, with(needed, List.of(more)), true, Set.of("answer", "without", "exact"));
        }

        static Use writing(Set<String> needed, String... more) {
            return new Use(needed, with(needed, List.of(more)), false, Set.of("then", "apart", "as", "keeps", "order", "fresh", "drops", "proof", "answer", "job", "together"));
        }

        /** One that changes something, and is not followed by another. */
        static Use single(Set<String> needed, String... more) {
            return new Use(needed, with(needed, List.of(more)), false, Set.of("job", "together"));
        }

        /** One that is sent afterwards. */
        Use after(Set<String> kept) {
            return new Use(Set.of(), with(variables, kept), false, Set.of("job", "sends"));
        }

        /** One that only reads, and belongs to this one. */
        Use further(Set<String> more) {
            return new Use(Set.of(), with(variables, more), true, Set.of("further"));
        }

        /** The same, that need not say whom it is about. */
        Use ofAll() {
            return new Use(Set.of(), variables, reads, keys);
        }

        Use with(Set<String> more) {
            return new Use(needed, with(variables, more), reads, keys);
        }

        private static Set<String> with(Set<String> some, Collection<String> more) {
            Set<String> all = new LinkedHashSet<>(some);
            all.addAll(more);
            return all;
        }
    }

    /** Empty where something is wrong with it, which has then been said. */
    Optional<RestRequest> request(Yaml.Block block, Use use) {
        List<String> methods = METHODS.stream().filter(block::has).toList();
        if (methods.size() != 1) {
            pieces.wrong(block.position(), methods.isEmpty() ? "the request has no method" : "the request has several methods: " + String.join(", ", methods),
                    "write exactly one of " + String.join(", ", METHODS) + ", with its path");
            return Optional.empty();
        }
        Method method = Method.valueOf(methods.get(0).toUpperCase(Locale.ROOT));
        Yaml.Scalar path = block.scalar(methods.get(0)).orElseThrow();
        if (!path.text().isEmpty() && !path.text().startsWith("/") || path.text().contains("?") || path.text().contains("#")) {
            pieces.wrong(path.position(), "\"" + path.text() + "\" is no path below the base address", "begin it with a slash, and write what comes after a question mark into query:");
        }
        if (use.reads() && method != Method.GET && method != Method.POST) {
            pieces.wrong(block.at(methods.get(0)), "a request that only reads cannot be a " + method, "write get, or post for a search");
        }
        if (method == Method.GET && block.has("body")) {
            pieces.wrong(block.at("body"), "a GET has no body", "remove it");
        }
        misplaced(block, use);
        boolean picked = block.text("answer").filter("list"::equals).isPresent() && use.reads();
        Use here = (picked ? use.ofAll() : use).with(use.reads() ? RestPagingReader.variables((block.has("paging") ? block : connector).block("paging")) : Set.of());
        here.needed().stream().filter(name -> !names(block, name)).forEach(name -> pieces.wrong(block.at(methods.get(0)), "the request does not name ${" + name + "}",
                "write it into the path, the query or the body: else it would be about somebody else, or everybody"));
        block.get("body").ifPresent(body -> pieces.body(body, here.variables()));
        block.block("paging").block("each").entries().values().forEach(values -> pieces.body(values.value(), here.variables()));
        checkSoap(block, method);
        Optional<RestPaging> paging = use.keys().contains("further") ? Optional.empty() : paging(block, use);
        return pieces.text(path, here.variables()).map(text -> new RestRequest(new Line(method, text, pieces.texts(block.block("query"), here.variables()),
                pieces.texts(block.block("headers"), here.variables())), block.get("body").map(Yaml::plain).orElse(Map.of()), places(block, use), paging, pieces.rules(block), writing(block, use),
                use.keys().contains("then") ? then(block, use) : List.of()));
    }

    /** An envelope of SOAP is posted, and holds one element. */
    private void checkSoap(Yaml.Block block, Method method) {
        if (connector.has("soap") && (method != Method.POST || block.block("body").entries().size() != 1)) {
            pieces.wrong(block.position(), "a request to a service that speaks SOAP has no " + (method == Method.POST ? "body of one element" : "post"), "write post: with the path, and body: with the element, such as {Get_Request: {…}}");
        }
    }

    /** What is wrong with the connector's own has been said once. */
    private Optional<RestPaging> paging(Yaml.Block block, Use use) {
        RestReader silent = new RestReader(new RestPieces(new Problems()), object, connector);
        return new RestPagingReader(pieces).paging(block, (next, more) -> request(next, use.further(more)))
                .or(() -> new RestPagingReader(silent.pieces).paging(connector, (next, more) -> silent.request(next, use.further(more))));
    }

    /** Whether a request names a variable, what is sent after it and how its answer is told apart aside. */
    static boolean names(Yaml node, String variable) {
        return node instanceof Yaml.Block block ? block.entries().entrySet().stream().anyMatch(entry -> !ASIDE.contains(entry.getKey()) && (names(entry.getKey(), variable) || names(entry.getValue().value(), variable)))
                : node instanceof Yaml.Items items ? items.items().stream().anyMatch(item -> names(item, variable))
                : node instanceof Yaml.Scalar scalar && names(scalar.text(), variable);
    }

    private static boolean names(String text, String variable) {
        return text.contains("${" + variable + "}") || text.contains("${" + variable + ":");
    }

    private void misplaced(Yaml.Block block, Use use) {
        for (String key : List.of("then", "apart", "as", "keeps", "order", "fresh", "drops", "proof", "answer", "job", "together", "without", "exact")) {
            if (block.has(key) && !use.keys().contains(key)) {
                pieces.wrong(block.at(key), "\"" + key + "\" does not belong in this request", "remove it; it belongs to " + switch (key) {
                    case "without", "exact" -> "those in find";
                    case "job", "together" -> "requests that change something";
                    case "answer" -> "create, update, enable, disable, get, and those in find";
                    default -> "create, update, enable and disable";
                });
            }
        }
        String answer = block.text("answer").orElse("");
        Set<String> unfit = use.reads() ? Set.of("none", "location") : Set.of("list");
        if (unfit.contains(answer) && use.keys().contains("answer")) {
            pieces.wrong(block.at("answer"), "the answer to this request cannot be \"" + answer + "\"", use.reads() ? "write item, or list" : "write item, or none");
        }
        boolean tells = Stream.of(block, connector).flatMap(around -> around.items("errors").stream()).map(Yaml.Block.class::cast)
                .anyMatch(rule -> rule.has("at") && rule.text("outcome").filter("not-found"::equals).isPresent());
        if (answer.equals("item") && use.keys().contains("exact") && !tells) {
            pieces.wrong(block.at("answer"), "nothing says how the system tells that there is nobody: a wrong address is answered with 404, too",
                    "add to errors: a rule with outcome: not-found, and with at: and is: the code that the system's answer has then");
        }
        if (block.has("sends") && !use.keys().contains("sends")) {
            pieces.wrong(block.at("sends"), "\"sends\" does not belong in this request", "remove it; it belongs to requests in then:, and what others leave to those stands in apart:");
        }
    }

    private Places places(Yaml.Block block, Use use) {
        return new Places(place(block, "item"), place(block, "items"), place(block, "wrap"), new RestReadingReader(pieces).reading(block, object, use.variables().containsAll(RestReading.MOMENTS), !use.needed().contains("anchor")), new RestTogetherReader(pieces).read(block, use.variables()));
    }

    private RestPath place(Yaml.Block block, String key) {
        return pieces.path(block, key).or(() -> new RestPieces(new Problems()).path(object, key)).orElse(RestPath.whole());
    }

    private Writing writing(Yaml.Block block, Use use) {
        Map<String, RestPath> places = new LinkedHashMap<>();
        block.block("as").entries().forEach((name, entry) -> pieces.path((Yaml.Scalar) entry.value()).ifPresent(path -> places.put(name, path)));
        Map<String, Object> fresh = new LinkedHashMap<>();
        block.block("fresh").entries().forEach((list, entry) -> fresh.put(list, entry.value().plain()));
        if (block.has("keeps") && places.isEmpty()) {
            pieces.wrong(block.at("keeps"), "\"keeps\" does not say where attributes stand in what goes along", "add as: with a path for each of them, from there on");
        }
        List.of("order", "fresh", "proof").stream().filter(key -> block.has(key) && !block.has("keeps")).forEach(key -> pieces.wrong(block.at(key), "\"" + key + "\" belongs to what \"keeps\" sends along, and there is nothing of that",
                "remove it, or add keeps: with the path of what goes along"));
        Optional<RestObject.Removed> proof = pieces.path(block.block("proof"), "at").map(at -> new RestObject.Removed(at, RestPieces.values(block.block("proof"), "is")));
        RestRequest.Into as = new RestRequest.Into(places, pieces.path(block, "keeps"), RestPieces.values(block, "order"), fresh, drops(block, places.keySet()), proof);
        boolean finds = use.keys().contains("exact");
        Answer answer = Answer.valueOf(block.text("answer").orElse(finds ? "list" : "item").toUpperCase(Locale.ROOT));
        return new Writing(listed(block, "apart"), listed(block, "sends"), as, answer, block.flag("showsAll", false), new Search(RestPieces.values(block, "without"), block.flag("exact", false)), job(block, use));
    }

    private Set<String> drops(Yaml.Block block, Set<String> places) {
        block.items("drops").stream().map(Yaml.Scalar.class::cast).filter(name -> !places.isEmpty() && !places.contains(name.text())).forEach(name -> pieces.wrong(name.position(),
                "\"drops\" names " + name.text() + ", of which \"as\" does not say where it stands", "write one of " + String.join(", ", new java.util.TreeSet<>(places))));
        return listed(block, "drops");
    }

    private Optional<RestJob> job(Yaml.Block request, Use use) {
        Yaml.Block block = request.block("job");
        if (block.entries().isEmpty()) {
            return Optional.empty();
        }
        if (block.has("at") == block.has("header")) {
            pieces.wrong(block.position(), "\"job\" does not say " + (block.has("at") ? "whether its name stands in the answer or in a header" : "where its name stands"), "write one of at and header");
        }
        if (block.has("at") && !block.has("ask")) {
            pieces.wrong(block.at("at"), "nothing asks what becomes of the job", "add ask: with a request that names ${job}");
        }
        Set<String> variables = Set.of("job", "anchor");
        Optional<RestRequest> ask = block.has("ask") ? request(block.block("ask"), new Use(Set.of("job"), use.needed().contains("anchor") ? variables : Set.of("job"), true, Set.of())) : Optional.empty();
        return state(block, "running").flatMap(running -> state(block, "done").map(done -> new RestJob(new RestJob.Name(pieces.path(block, "at"), block.text("header")), ask, running, done,
                block.text("every").map(Amounts::duration).orElse(EVERY), block.text("for").map(Amounts::duration).orElse(MOST))));
    }

    private Optional<RestJob.State> state(Yaml.Block job, String key) {
        return pieces.path(job.block(key), "at").map(at -> new RestJob.State(at, RestPieces.values(job.block(key), "is")));
    }

    private static Set<String> listed(Yaml.Block block, String key) {
        return block.items(key).stream().map(item -> ((Yaml.Scalar) item).text()).collect(Collectors.toSet());
    }

    private List<FollowUp> then(Yaml.Block block, Use use) {
        List<FollowUp> then = new ArrayList<>();
        Set<String> kept = new LinkedHashSet<>(Set.of("anchor"));
        for (Yaml item : block.items("then")) {
            Yaml.Block after = (Yaml.Block) item;
            Map<String, RestPath> keep = new LinkedHashMap<>();
            after.block("keep").entries().forEach((name, entry) -> pieces.path((Yaml.Scalar) entry.value()).ifPresent(path -> keep.put(name, path)));
            Use those = use.after(kept);
            keep.values().forEach(path -> path.steps().forEach(step -> {
                if (step instanceof RestPath.Where where) {
                    pieces.text(new Yaml.Scalar(where.value().text(), where.value().text(), true, null, after.at("keep")), those.variables());
                }
            }));
            request(after, those).ifPresent(request -> then.add(new FollowUp(request, when(after.block("when")), keep)));
            kept.addAll(keep.keySet());
        }
        return then;
    }

    private static When when(Yaml.Block when) {
        return new When(when.text("changed"), when.text("emptied"), when.has("starts"), when.text("shown"));
    }

    /** How the values of attributes are written, by attribute. */
    static Map<String, RestObject.Words> words(Yaml.Block attributes) {
        Map<String, RestObject.Words> words = new LinkedHashMap<>();
        attributes.entries().forEach((name, entry) -> {
            Yaml.Block values = ((Yaml.Block) entry.value()).block("values");
            boolean flag = ((Yaml.Block) entry.value()).text("type").filter("boolean"::equals).isPresent();
            if (!values.entries().isEmpty()) {
                Map<Object, List<Object>> own = new LinkedHashMap<>();
                values.entries().forEach((ours, theirs) -> own.put(flag ? (Object) Boolean.valueOf(ours) : ours, theirs.value() instanceof Yaml.Items items
                        ? items.items().stream().map(Yaml::plain).toList() : List.of(theirs.value().plain())));
                words.put(name, new RestObject.Words(own));
            }
        });
        return words;
    }
}
