package io.caravan.config;

import io.caravan.config.RestReader.Use;
import io.caravan.connector.Operation;
import io.caravan.connector.RestObject;
import io.caravan.connector.RestObject.Clear;
import io.caravan.connector.RestObject.Delta;
import io.caravan.connector.RestObject.Look;
import io.caravan.connector.RestObject.Mark;
import io.caravan.connector.RestObject.Members;
import io.caravan.connector.RestObject.Moment;
import io.caravan.connector.RestObject.Removed;
import io.caravan.connector.RestObject.Since;
import io.caravan.connector.RestObject.Start;
import io.caravan.connector.RestPath;
import io.caravan.connector.RestReading;
import io.caravan.connector.RestRequest;
import io.caravan.connector.RestRequest.Writing;
import io.caravan.connector.RestSpec;
import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads and checks what a connector says of a REST API, once everything is inherited; what is wrong is reported where it stands. */
final class RestObjectReader {

    private static final Duration OVERLAP = Duration.ofMinutes(5);

    private final Yaml.Block provisioning;
    private final Problems problems;
    private final RestPieces pieces;

    private RestObjectReader(Yaml.Block provisioning, Problems problems) {
        this.provisioning = provisioning;
        this.problems = problems;
        this.pieces = new RestPieces(problems);
        new RestPagingReader(pieces).paging(provisioning.block("rest"), (next, more) -> reader(Yaml.Block.empty(next.position())).request(next, Use.reading(Set.of()).further(more)));
    }

    /** Empty for a connector that has no such blocks. */
    static Optional<RestSpec> read(Yaml.Block provisioning, Problems problems) {
        boolean speaksRest = provisioning.has("rest") || provisioning.block("objects").entries().values().stream().anyMatch(object -> ((Yaml.Block) object.value()).has("rest"));
        return speaksRest ? Optional.of(new RestObjectReader(provisioning, problems).spec()) : Optional.empty();
    }

    private RestSpec spec() {
        Yaml.Block rest = provisioning.block("rest");
        Map<String, RestObject> objects = new LinkedHashMap<>();
        provisioning.block("objects").entries().forEach((name, entry) -> objects.put(name, object(entry)));
        Optional<RestRequest> test = rest.has("test") ? reader(Yaml.Block.empty(rest.position())).request(rest.block("test"), Use.reading(Set.of(), "asOf", "today", "now")) : Optional.empty();
        if (!rest.has("test")) {
            pieces.wrong(provisioning.at("rest"), "\"rest\" has no \"test\"", "add test: {get: /…}, a request that answers only to whoever is let in");
        }
        List<RestPath> words = rest.items("message").stream().flatMap(item -> pieces.path((Yaml.Scalar) item).stream()).toList();
        RestSpec.Always always = new RestSpec.Always(pieces.texts(rest.block("query"), Set.of()), pieces.texts(rest.block("headers"), Set.of()));
        return new RestSpec(always, new RestSpec.Answers(pieces.rules(rest), words, RestPieces.values(rest, "waitHeaders"), SpecBuilder.outcomes(provisioning)), test, batch(rest), soap(rest), objects);
    }

    private Optional<RestSpec.Soap> soap(Yaml.Block rest) {
        if (rest.has("soap") && rest.has("batch")) {
            pieces.wrong(rest.at("batch"), "several requests in one are JSON, and this service speaks SOAP", "remove batch, or soap");
        }
        return rest.block("soap").text("namespace").map(namespace -> new RestSpec.Soap(namespace, rest.block("soap").text("attributes").filter("qualified"::equals).isPresent()));
    }

    private Optional<RestSpec.Batch> batch(Yaml.Block rest) {
        Yaml.Block batch = rest.block("batch");
        if (provisioning.has("batch") && batch.entries().isEmpty() && !goTogether()) {
            missing(provisioning.at("batch"), "the connector takes several changes at once, and has no request for that", "add to rest: batch: {post: /…, max: 20}, or together: to the request of one of these operations, or take \"batch\" away");
        }
        if (!batch.entries().isEmpty()) {
            rest.items("errors").stream().map(Yaml.Block.class::cast).filter(rule -> rule.has("not")).forEach(rule -> pieces.wrong(rule.at("not"),
                    "the answer to several requests in one does not have this either, and would be a failure", "write the rule into the requests that it is about"));
        }
        long max = batch.number("max", 1);
        if (provisioning.block("batch").number("max", 1) > max && batch.has("max")) {
            pieces.wrong(provisioning.block("batch").at("max"), "so many changes do not fit into one request, which carries " + max, "write at most " + max);
        }
        return batch.entries().isEmpty() ? Optional.empty() : reader(Yaml.Block.empty(batch.position())).request(batch, Use.single(Set.of())).map(request -> new RestSpec.Batch(request, (int) max));
    }

    /** Whether requests of one of the operations that come several at once go in one. */
    private boolean goTogether() {
        List<String> operations = RestPieces.values(provisioning.block("batch"), "operations");
        return provisioning.block("objects").entries().values().stream().map(object -> ((Yaml.Block) object.value()).block("rest"))
                .anyMatch(rest -> operations.stream().anyMatch(operation -> rest.block(operation).has("together")));
    }

    private RestReader reader(Yaml.Block object) {
        return new RestReader(pieces, object, provisioning.block("rest"));
    }

    private RestObject object(Yaml.Entry entry) {
        Yaml.Block object = (Yaml.Block) entry.value();
        Yaml.Block rest = object.block("rest");
        List.of("item", "items", "wrap", "each").forEach(key -> pieces.path(rest, key));
        pieces.path(rest.block("removed"), "at");
        RestReader reader = reader(rest);
        Map<Operation, RestRequest> requests = new EnumMap<>(Operation.class);
        uses(rest.block("changes").has("mark")).forEach((operation, use) -> {
            if (rest.has(operation.word())) {
                reader.request(rest.block(operation.word()), use).ifPresent(request -> requests.put(operation, request));
            }
        });
        Map<String, RestRequest> find = new LinkedHashMap<>();
        rest.block("find").entries().forEach((attribute, one) -> reader.request((Yaml.Block) one.value(), Use.finding(Set.of("value"), "attribute", "path", "fields"))
                .ifPresent(request -> find.put(attribute, request)));
        checkPaths(object);
        checkOperations(entry, rest);
        checkAttributes(object, rest);
        checkLocations(rest);
        checkAnchor(object, rest.block("create"));
        RestObject.Values values = new RestObject.Values(RestReader.words(object.block("attributes")), rest.has("clear") ? Clear.EMPTY : Clear.NULL, Set.copyOf(RestPieces.values(rest, "expanded")));
        return new RestObject(requests, find, delta(rest, reader), members(rest, reader), values, duration(rest, "lag", Duration.ZERO), new RestRestoreReader(pieces).read(object, rest, reader));
    }

    private static Duration duration(Yaml.Block block, String key, Duration otherwise) {
        return block.text(key).filter(text -> !Placeholder.in(text)).map(Amounts::duration).orElse(otherwise);
    }

    /** @param marked whether a delta begins at a mark, which needs no variable */
    private static Map<Operation, Use> uses(boolean marked) {
        Map<Operation, Use> uses = new EnumMap<>(Operation.class);
        uses.put(Operation.LIST, Use.reading(Set.of(), "fields", "asOf", "today", "now"));
        uses.put(Operation.CHANGES, Use.reading(marked ? Set.of() : Set.of("since"), "fields", "asOf", "today", "now", RestReading.SINCE_DAY));
        uses.put(Operation.GET, Use.getting(Set.of("anchor"), "fields", "asOf", "today", "now"));
        uses.put(Operation.CREATE, Use.writing(Set.of(), "account.NAME", "fields"));
        uses.put(Operation.UPDATE, Use.writing(Set.of("anchor"), "account.NAME", "current.NAME", "fields", "asOf", "today", "now"));
        uses.put(Operation.ENABLE, Use.writing(Set.of("anchor"), "fields"));
        uses.put(Operation.DISABLE, Use.writing(Set.of("anchor"), "fields"));
        uses.put(Operation.DELETE, Use.single(Set.of("anchor")));
        return uses;
    }

    private Optional<Delta> delta(Yaml.Block rest, RestReader reader) {
        Yaml.Block changes = rest.block("changes");
        if (changes.entries().isEmpty()) {
            return Optional.empty();
        }
        if (changes.flag("readAgain", false) && !rest.has("get")) {
            pieces.wrong(changes.at("readAgain"), "what has changed cannot be read again: the object has no request for one of them", "add get: with ${anchor} to rest: of this object");
        }
        if (changes.flag("readAgain", false) && rest.has("each")) {
            pieces.wrong(changes.at("readAgain"), "what has changed cannot be read again: of each object, several records are made (\"each\")", "remove readAgain, or each");
        }
        changes.items("lost").stream().map(Yaml.Block.class::cast).filter(rule -> RestPieces.values(rule, "status").stream().anyMatch(status -> status.startsWith("2")))
                .forEach(rule -> pieces.wrong(rule.at("status"), "an answer with this status is a success, and no mark is lost by one", "write the status of a refusal, or leave it out"));
        return start(rest, changes, reader).map(start -> new Delta(start, new RestReadingReader(pieces).removed(changes, rest), pieces.rules(changes, "lost"), changes.flag("readAgain", false)));
    }

    private Optional<Start> start(Yaml.Block rest, Yaml.Block changes, RestReader reader) {
        if (!changes.has("mark")) {
            if (changes.has("begin")) {
                pieces.wrong(changes.at("begin"), "\"begin\" asks for a mark, and there is none", "add mark: with the path at which it stands");
            }
            return Optional.of(new Since(Moment.valueOf(changes.text("since").orElse("iso").toUpperCase(Locale.ROOT)), duration(changes, "overlap", OVERLAP)));
        }
        List.of("since", "overlap").forEach(key -> {
            if (changes.has(key)) {
                pieces.wrong(changes.at(key), "\"" + key + "\" belongs to a delta that begins at a moment, and this one begins at a mark", "remove it");
            }
        });
        Yaml.Block paging = changes.has("paging") ? changes.block("paging") : provisioning.block("rest").block("paging");
        if (paging.text("style").filter(List.of("cursor", "next", "link")::contains).isEmpty()) {
            pieces.wrong(changes.at("mark"), "a delta that begins at a mark has pages of the style cursor, next or link, and this one has not", "add paging: with one of them; it says how the mark is sent");
        }
        checkAhead(changes.block("asOf"), "a delta that begins at a mark cannot be read a second time, as of a day ahead");
        if (!changes.has("begin")) {
            checkAhead(rest.block("list").block("asOf"), "the mark stands at the end of a read, and as of a day ahead there are two");
        }
        Optional<RestRequest> begin = changes.has("begin") ? reader.request(changes.block("begin"), Use.reading(Set.of(), "fields")) : Optional.empty();
        return pieces.path(changes, "mark").map(at -> new Mark(at, begin));
    }

    private void checkAhead(Yaml.Block asOf, String why) {
        if (asOf.has("ahead")) {
            pieces.wrong(asOf.at("ahead"), why, "remove ahead and starts, or let the delta begin at a moment, with since");
        }
    }

    private Optional<Members> members(Yaml.Block rest, RestReader reader) {
        Yaml.Block block = rest.block("members");
        if (block.entries().isEmpty()) {
            return Optional.empty();
        }
        if (block.flag("looksFirst", false) && !rest.has("get")) {
            pieces.wrong(block.at("looksFirst"), "of a group that is not there, the list of members may be an empty one, and there is no request for the group", "add get:, or remove looksFirst");
        }
        if (block.has("group") && block.has("among")) {
            pieces.wrong(block.at("among"), "\"group\" says that no entry may be of another group, and \"among\" that some are", "remove one of them");
        }
        Optional<RestRequest> list = reader.request(block.block("list"), block.has("among") ? Use.reading(Set.of(), "anchor") : Use.reading(Set.of("anchor")));
        Optional<RestPath> member = pieces.path(block, "member");
        Optional<RestRequest> add = block.has("add") ? reader.request(block.block("add"), Use.single(Set.of("anchor", "member"))) : Optional.empty();
        Optional<RestRequest> remove = block.has("remove") ? reader.request(block.block("remove"), block.has("row") ? Use.single(Set.of("row"), "anchor", "member") : Use.single(Set.of("anchor", "member")))
                : Optional.empty();
        Set<Integer> settle = RestPieces.values(block, "settle").stream().map(Integer::valueOf).collect(Collectors.toSet());
        return list.flatMap(all -> member.map(who -> new Members(all, who, pieces.path(block, "row"), new Look(pieces.path(block, "group"), pieces.path(block, "among"), block.flag("looksFirst", false)), add, remove, settle)));
    }

    /** Only what is made gets an address, and by the answer that says so. */
    private void checkLocations(Yaml.Block rest) {
        Yaml.Block create = rest.block("create");
        if (create.has("job") && create.text("answer").filter("location"::equals).isPresent()) {
            pieces.wrong(create.at("answer"), "what a job has made is shown by the last answer about the job, which is no answer with an address", "write item, with where the object stands in that answer");
        }
        List.of("update", "enable", "disable").stream().map(rest::block).filter(request -> request.text("answer").filter("location"::equals).isPresent())
                .forEach(request -> pieces.wrong(request.at("answer"), "only a create is answered with the address of what was made", "write item or none"));
    }

    /** Paths of attributes are this connector's own only where it speaks REST. */
    private void checkPaths(Yaml.Block object) {
        object.block("attributes").entries().values().forEach(attribute -> pieces.path((Yaml.Block) attribute.value(), "path"));
    }

    /** What an object declares that it can do, it says how to. */
    private void checkOperations(Yaml.Entry entry, Yaml.Block rest) {
        Yaml.Block object = (Yaml.Block) entry.value();
        for (Yaml item : object.items("operations")) {
            String word = ((Yaml.Scalar) item).text();
            boolean said = switch (Operation.ofWord(word).orElse(Operation.TEST)) {
                case TEST -> true;
                case ADD_MEMBERS -> rest.block("members").has("add");
                case REMOVE_MEMBERS -> rest.block("members").has("remove");
                case ENABLE, DISABLE -> rest.has(word) || rest.has("update") && object.has("enabledBy");
                default -> rest.has(word);
            };
            if (!said) {
                missing(item.position(), "\"" + entry.key() + "\" declares the operation " + word + ", and has no request for it", "add it to rest: of this object, or take the operation away");
            }
        }
        if (!rest.block("find").has(RestObject.ANY)) {
            for (String name : SpecBuilder.names(object, "find")) {
                if (!Placeholder.in(name) && !rest.block("find").has(name)) {
                    missing(object.at("find"), "\"" + entry.key() + "\" can be found by " + name + ", and has no request for that", "add it to find: in rest: of this object");
                }
            }
        }
        boolean holdsMembers = object.items("operations").stream().map(item -> ((Yaml.Scalar) item).text()).anyMatch(word -> word.endsWith("-members"));
        if (holdsMembers && !object.block("memberships").has("attribute")) {
            missing(entry.keyPosition(), "\"" + entry.key() + "\" puts members into groups, and does not say which attribute lists them", "add memberships: {attribute: members}");
        }
    }

    /** Whoever is made has a name: the system's, which the answer shows, or the one that was sent. */
    private void checkAnchor(Yaml.Block object, Yaml.Block create) {
        String anchor = object.text("anchor").orElse("");
        boolean given = object.block("attributes").block(anchor).flag("readOnly", false);
        if (given && create.text("answer").filter("none"::equals).isPresent()) {
            pieces.wrong(create.at("answer"), "the system gives \"" + anchor + "\", and the answer does not show it: every create would be in doubt", "write where the object stands in the answer, with item:");
        }
    }

    /** Attributes that requests speak of are declared, and those that are left to a later request are written by one. */
    private void checkAttributes(Yaml.Block object, Yaml.Block rest) {
        boolean open = object.get("additionalAttributes").isPresent() && object.scalar("additionalAttributes").map(scalar -> !Boolean.FALSE.equals(scalar.value())).orElse(true);
        if (open) {
            return;
        }
        Set<String> declared = object.block("attributes").entries().keySet();
        rest.block("find").entries().forEach((name, entry) -> {
            if (!name.equals(RestObject.ANY)) {
                declared(entry.keyPosition(), name, declared);
            }
        });
        for (String operation : List.of("create", "update", "enable", "disable")) {
            Yaml.Block request = rest.block(operation);
            request.items("apart").stream().map(Yaml.Scalar.class::cast).filter(item -> !item.text().equals(Writing.ALL)).forEach(item -> {
                declared(item.position(), item.text(), declared);
                written(item, request, object.text("enabledBy").orElse(""));
            });
            places(object, request, operation.equals("create"));
            for (Yaml then : request.items("then")) {
                Yaml.Block when = ((Yaml.Block) then).block("when");
                List.of("changed", "emptied", "shown").forEach(key -> when.scalar(key).ifPresent(name -> declared(name.position(), name.text(), declared)));
                ((Yaml.Block) then).items("sends").forEach(item -> declared(item.position(), ((Yaml.Scalar) item).text(), declared));
            }
        }
        rest.items("expanded").forEach(item -> declared(item.position(), ((Yaml.Scalar) item).text(), declared));
    }

    /** Where some attributes stand elsewhere in what is sent than in answers, it is said of all that are written. */
    private void places(Yaml.Block object, Yaml.Block request, boolean creates) {
        Yaml.Block as = request.block("as");
        if (as.entries().isEmpty()) {
            return;
        }
        Yaml.Block attributes = object.block("attributes");
        as.entries().values().forEach(entry -> declared(entry.keyPosition(), entry.key(), attributes.entries().keySet()));
        Set<String> elsewhere = new LinkedHashSet<>(request.items("apart").stream().map(item -> ((Yaml.Scalar) item).text()).toList());
        object.block("memberships").text("attribute").ifPresent(elsewhere::add);
        if (!creates && object.block("rest").has("enable") && object.block("rest").has("disable")) {
            object.text("enabledBy").ifPresent(elsewhere::add);
        }
        attributes.entries().forEach((name, entry) -> {
            Yaml.Block attribute = (Yaml.Block) entry.value();
            boolean written = !attribute.flag("readOnly", false) && (creates || !attribute.flag("createOnly", false));
            if (written && !as.has(name) && !elsewhere.contains(name)) {
                pieces.wrong(request.at("as"), "\"as\" does not say where \"" + name + "\" stands, and it would not be sent",
                        "add it, or leave it to a later request with apart:, or say of the attribute that it is " + (creates ? "readOnly" : "createOnly, or readOnly"));
            }
        });
    }

    /** What a request leaves to others, one of those writes. */
    private void written(Yaml.Scalar apart, Yaml.Block request, String enabledBy) {
        boolean isWritten = request.items("then").stream().map(Yaml.Block.class::cast).anyMatch(then -> then.block("when").text("changed").filter(apart.text()::equals).isPresent()
                || apart.text().equals(enabledBy) && then.block("when").has("starts") || RestPieces.values(then, "sends").contains(apart.text()));
        if (!isWritten) {
            pieces.wrong(apart.position(), "\"" + apart.text() + "\" is left to a later request, and none is sent for it", "add to then: a request with when: {changed: " + apart.text() + "}");
        }
    }

    private void declared(Position position, String name, Set<String> declared) {
        if (!declared.contains(name)) {
            problems.add(Problem.error(ProblemCode.UNDECLARED_ATTRIBUTE, position, "\"" + name + "\" is not declared", Words.oneOf(declared),
                    Words.suggest(name, declared, "declare it in attributes, or write additionalAttributes: true")));
        }
    }

    private void missing(Position position, String message, String fix) {
        problems.add(Problem.error(ProblemCode.CONNECTOR_MISSING, position, message, fix));
    }
}
