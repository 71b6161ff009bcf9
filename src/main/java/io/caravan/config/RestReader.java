package io.caravan.config;

import io.caravan.connector.RestObject;
import io.caravan.connector.RestPaging;
import io.caravan.connector.RestPath;
import io.caravan.connector.RestRequest;
import io.caravan.connector.RestRequest.FollowUp;
import io.caravan.connector.RestRequest.Line;
import io.caravan.connector.RestRequest.Method;
import io.caravan.connector.RestRequest.Places;
import io.caravan.connector.RestRequest.Writing;
import io.caravan.diagnostic.Problems;
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

    private static final List<String> METHODS = Stream.of(Method.values()).map(method -> method.name().toLowerCase(Locale.ROOT)).toList();

    private final RestPieces pieces;
    /** What goes for all requests of an object, and of the connector. */
    private final Yaml.Block object;
    private final Optional<RestPaging> paging;

    RestReader(RestPieces pieces, Yaml.Block object, Optional<RestPaging> paging) {
        this.pieces = pieces;
        this.object = object;
        this.paging = paging;
    }

    /**
     * What a request is for, and so what may stand in it.
     *
     * @param needed    variables that it has to name: else it would be about nobody, or everybody
     * @param variables all that it may name
     * @param writes    whether it may be followed by others
     * @param reads     whether it may only read
     */
    record Use(Set<String> needed, Set<String> variables, boolean writes, boolean reads) {

        static Use reading(Set<String> needed, String... more) {
            return new Use(needed, with(needed, List.of(more)), false, true);
        }

        static Use writing(Set<String> needed, String... more) {
            return new Use(needed, with(needed, List.of(more)), true, false);
        }

        /** One that changes something, and is not followed by another. */
        static Use single(Set<String> needed, String... more) {
            return new Use(needed, with(needed, List.of(more)), false, false);
        }

        /** One that is sent afterwards. */
        Use after(Set<String> kept) {
            return new Use(Set.of(), with(variables, kept), false, false);
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
        if ((method == Method.GET || method == Method.DELETE) && block.has("body")) {
            pieces.wrong(block.at("body"), "a " + method + " has no body", "remove it");
        }
        misplaced(block, use);
        use.needed().stream().filter(name -> !names(block, name)).forEach(name -> pieces.wrong(block.at(methods.get(0)), "the request does not name ${" + name + "}",
                "write it into the path, the query or the body: else it would be about somebody else, or everybody"));
        pieces.body(block.block("body"), use.variables());
        return pieces.text(path, use.variables()).map(text -> new RestRequest(new Line(method, text, pieces.texts(block.block("query"), use.variables()),
                pieces.texts(block.block("headers"), use.variables())), body(block), places(block), pieces.paging(block).or(() -> paging), pieces.rules(block), writing(block),
                use.writes() ? then(block, use) : List.of()));
    }

    private static boolean names(Yaml node, String variable) {
        return node instanceof Yaml.Block block ? block.entries().entrySet().stream().anyMatch(entry -> !entry.getKey().equals("then") && names(entry.getValue().value(), variable))
                : node instanceof Yaml.Items items ? items.items().stream().anyMatch(item -> names(item, variable))
                : node instanceof Yaml.Scalar scalar && (scalar.text().contains("${" + variable + "}") || scalar.text().contains("${" + variable + ":"));
    }

    private void misplaced(Yaml.Block block, Use use) {
        for (String key : List.of("then", "apart", "answer")) {
            if (block.has(key) && !use.writes()) {
                pieces.wrong(block.at(key), "\"" + key + "\" does not belong in this request", "remove it; it belongs to create, update, enable and disable");
            }
        }
    }

    @SuppressWarnings("unchecked") // a block's keys are texts
    private static Map<String, Object> body(Yaml.Block block) {
        return (Map<String, Object>) block.block("body").plain();
    }

    private Places places(Yaml.Block block) {
        return new Places(place(block, "item"), place(block, "items"), place(block, "wrap"));
    }

    private RestPath place(Yaml.Block block, String key) {
        return pieces.path(block, key).or(() -> new RestPieces(new Problems()).path(object, key)).orElse(RestPath.whole());
    }

    private static Writing writing(Yaml.Block block) {
        Set<String> apart = block.items("apart").stream().map(item -> ((Yaml.Scalar) item).text()).collect(Collectors.toSet());
        return new Writing(apart, !block.text("answer").orElse("item").equals("none"), block.flag("showsAll", false), block.text("without").orElse(""));
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
            request(after, those).ifPresent(request -> then.add(new FollowUp(request, after.block("when").text("changed"), after.block("when").has("starts"), keep)));
            kept.addAll(keep.keySet());
        }
        return then;
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
