package io.caravan.operations.openapi;

import com.fasterxml.jackson.databind.node.TextNode;
import io.caravan.operations.openapi.ApiDocument.Call;
import io.caravan.operations.openapi.ApiDocument.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A connector that extends {@code rest}, proposed from an OpenAPI document, with its kit file. What the document does not say stands in it as a guess.
 *
 * @param connector the text of the connector's file
 * @param kit       the text of its kit file
 * @param objects   the kinds of objects in it
 * @param guesses   what was not said, each in words
 * @param others    collections of the document that are not in it
 */
public record ConnectorProposal(String connector, String kit, List<String> objects, List<String> guesses, List<String> others) {

    private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]+)}");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*");
    private static final Set<String> NOT_PLAIN = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    /**
     * Proposes a connector.
     *
     * @param name        of the connector
     * @param file        the document
     * @param collections paths of the document that are wanted, such as {@code /users}; empty: those that people and groups are in, by their names
     * @throws UnusableDocumentException when it is none, or has no such collection
     */
    public static ConnectorProposal of(String name, Path file, List<String> collections) throws UnusableDocumentException {
        ApiDocument document = ApiDocument.read(file);
        List<ApiResource> all = ApiResource.of(document);
        List<ApiResource> wanted = collections.isEmpty() ? ApiResource.likely(all) : wanted(all, collections);
        if (wanted.isEmpty()) {
            throw new UnusableDocumentException("no collection in " + file + " is called as one that people or groups are in",
                    all.isEmpty() ? "It has none at all: a list at /things with one thing at /things/{id}" : "Name one with --path: " + paths(all));
        }
        return new Writer(name, document, wanted).proposal(all);
    }

    private static List<ApiResource> wanted(List<ApiResource> all, List<String> collections) throws UnusableDocumentException {
        List<ApiResource> wanted = new ArrayList<>();
        for (String path : collections) {
            wanted.add(all.stream().filter(resource -> resource.collection().equals(path.replaceAll("/+$", ""))).findFirst()
                    .orElseThrow(() -> new UnusableDocumentException("the document has no collection " + path + " with one of it at " + path + "/{…}", "It has: " + paths(all))));
        }
        return wanted;
    }

    private static String paths(List<ApiResource> all) {
        return all.stream().map(ApiResource::collection).sorted().limit(30).collect(Collectors.joining(", ")) + (all.size() > 30 ? ", …" : "");
    }

    /** A text as YAML has it. */
    static String quoted(String text) {
        return PLAIN.matcher(text).matches() && !NOT_PLAIN.contains(text.toLowerCase(Locale.ROOT)) || text.matches("[1-9]\\d{0,8}|0") ? text : TextNode.valueOf(text).toString();
    }

    /** Writes one proposal. */
    private static final class Writer {

        private final String name;
        private final ApiDocument document;
        private final List<ApiResource> wanted;
        private final StringBuilder yaml = new StringBuilder();
        private final List<String> guesses = new ArrayList<>();
        private final Map<String, String> settings = new LinkedHashMap<>();
        private final Set<String> required = new LinkedHashSet<>();
        private final StringBuilder kit = new StringBuilder();

        Writer(String name, ApiDocument document, List<ApiResource> wanted) {
            this.name = name;
            this.document = document;
            this.wanted = wanted;
        }

        private void line(String text) {
            yaml.append(text).append('\n');
        }

        /** Where it stands, and in the list of all. */
        private void guess(String indent, String what) {
            guesses.add(what);
            line(indent + "# Guessed: " + what + ".");
        }

        ConnectorProposal proposal(List<ApiResource> all) {
            StringBuilder objects = new StringBuilder();
            wanted.forEach(this::object);
            objects.append(yaml);
            yaml.setLength(0);
            head();
            yaml.append(objects);
            List<String> others = all.stream().filter(resource -> !wanted.contains(resource)).map(ApiResource::collection).sorted().toList();
            return new ConnectorProposal(yaml.toString(), kitText(), wanted.stream().map(ApiResource::name).toList(), List.copyOf(guesses), others);
        }

        private void head() {
            String title = document.title().isEmpty() ? name : document.title();
            ApiSecurity security = ApiSecurity.of(document);
            line("# " + title.replaceAll("\\s+", " ") + ", proposed from its OpenAPI document. What it does not say is a guess: try each one out, and take its comment away.");
            line("apiVersion: camel.apache.org/v1");
            line("kind: Kamelet");
            line("metadata: {name: " + name + ", labels: {camel.apache.org/kamelet.type: action}}");
            line("spec:");
            line("  definition:");
            line("    title: " + quoted(title));
            line("    type: object");
            String base = address();
            security.required().forEach(required::add);
            if (base.isEmpty()) {
                required.add("url");
            }
            line("    required: [" + String.join(", ", required) + "]");
            line("    properties:");
            if (base.isEmpty()) {
                guess("      ", "the document does not say where the API is, so url is asked for");
            } else {
                line("      url: {default: " + quoted(base) + "}");
            }
            if (!security.guessed().isEmpty()) {
                guess("      ", security.guessed());
            }
            security.settings().forEach((setting, value) -> line("      " + setting + ": {default: " + quoted(value) + "}"));
            settings.forEach((setting, value) -> line("      " + setting + ": {title: " + quoted(setting) + ", type: string" + (value.isEmpty() ? "" : ", default: " + quoted(value)) + "}"));
            line("  provisioning:");
            line("    contract: 1");
            line("    verified: documentation only");
            line("    extends: rest");
            test();
            line("    objects:");
        }

        /** Variables of it become settings. */
        private String address() {
            String base = document.base();
            if (!base.startsWith("http")) {
                return "";
            }
            Map<String, String> variables = document.variables();
            return variables(base, variable -> {
                String setting = setting(variable);
                settings.put(setting, variables.getOrDefault(variable, ""));
                if (settings.get(setting).isEmpty()) {
                    required.add(setting);
                }
                return "{{" + setting + "}}";
            });
        }

        private static String variables(String text, UnaryOperator<String> filled) {
            return VARIABLE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(filled.apply(found.group(1))));
        }

        private static String setting(String variable) {
            String letters = variable.replaceAll("[^A-Za-z0-9]+(.)?", "-$1").replaceAll("^-+|-+$", "");
            StringBuilder camel = new StringBuilder();
            for (String part : letters.split("-")) {
                camel.append(camel.isEmpty() ? part.substring(0, 1).toLowerCase(Locale.ROOT) + part.substring(1) : part.isEmpty() ? "" : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
            }
            return camel.toString();
        }

        private void test() {
            ApiResource first = wanted.get(0);
            Optional<Call> list = first.call("list");
            line("    rest:");
            guess("      ", "this request is refused to whoever is not let in");
            String size = list.map(call -> ApiPaging.of(document, call).size()).orElse("");
            line("      test: {get: " + quoted(path(list.map(Call::path).orElse(first.collection()))) + (size.isEmpty() ? "" : ", query: {" + quoted(size) + ": 1}") + "}");
        }

        /** A path whose variables are settings, but for those that are named. */
        private String path(String path, String... filled) {
            return variables(path, variable -> {
                for (int i = 0; i < filled.length; i += 2) {
                    if (filled[i].equals(variable)) {
                        return "${" + filled[i + 1] + "}";
                    }
                }
                String setting = setting(variable);
                if (!settings.containsKey(setting)) {
                    settings.put(setting, "");
                    required.add(setting);
                }
                return "{{" + setting + "}}";
            });
        }

        private void object(ApiResource resource) {
            ApiFields fields = ApiFields.of(document, resource);
            Optional<ApiResource> people = wanted.stream().filter(ApiResource::isOfPeople).findFirst();
            Optional<ApiMembers> members = resource.isOfPeople() ? Optional.empty() : people.flatMap(who -> ApiMembers.of(document, resource, who));
            line("      " + resource.name() + ":");
            if (fields.anchor(resource).isEmpty()) {
                guess("        ", "what never changes of a " + resource.name() + " is called id; the document has nothing of that name");
            }
            String anchor = fields.anchor(resource).orElse("id");
            line("        anchor: " + quoted(anchor));
            Optional<ApiFields.Switch> enabled = resource.call("update").isPresent() ? fields.enabled() : Optional.empty();
            enabled.ifPresent(open -> line("        enabledBy: " + quoted(open.name())));
            attributes(resource, fields, anchor, enabled);
            members.ifPresent(found -> {
                line("          members: {type: reference, multiValued: true}");
                line("        memberships: {attribute: members}");
            });
            Map<String, String> find = find(resource, fields);
            List<String> operations = new ArrayList<>(List.of("test"));
            resource.call("list").filter(list -> resource.records(document).isPresent()).ifPresent(list -> operations.add("list"));
            operations.add("get");
            if (!find.isEmpty()) {
                operations.add("find");
            }
            List.of("create", "update").stream().filter(what -> resource.call(what).isPresent()).forEach(operations::add);
            enabled.ifPresent(open -> operations.addAll(List.of("disable", "enable")));
            resource.call("delete").ifPresent(delete -> operations.add("delete"));
            members.ifPresent(found -> operations.addAll(List.of("add-members", "remove-members")));
            line("        operations: [" + String.join(", ", operations) + "]");
            if (!find.isEmpty()) {
                line("        find: [" + find.keySet().stream().map(ConnectorProposal::quoted).collect(Collectors.joining(", ")) + "]");
            }
            line("        rest:");
            requests(resource, fields, find, members);
            kit(resource, fields, anchor, enabled);
        }

        private void attributes(ApiResource resource, ApiFields fields, String anchor, Optional<ApiFields.Switch> enabled) {
            line("        attributes:");
            if (!fields.fields().containsKey(anchor)) {
                line("          " + quoted(anchor) + ": {readOnly: true, unique: true}");
            }
            enabled.filter(open -> !open.guessed().isEmpty()).ifPresent(open -> guess("          ", open.guessed()));
            fields.fields().values().forEach(field -> {
                if (enabled.filter(open -> open.path().equals(field.name())).isPresent() && !enabled.get().opened().isEmpty()) {
                    ApiFields.Switch open = enabled.get();
                    line("          " + quoted(open.name()) + ": {type: boolean, path: " + quoted(field.name()) + ", values: {true: "
                            + (open.opened().size() == 1 ? word(open.opened().get(0)) : "[" + open.opened().stream().map(this::word).collect(Collectors.joining(", ")) + "]") + ", false: " + word(open.closed()) + "}}");
                    return;
                }
                List<String> keys = new ArrayList<>();
                if (!field.type().equals("string")) {
                    keys.add("type: " + field.type());
                }
                Set<String> traits = new LinkedHashSet<>(field.traits());
                if (field.name().equals(anchor)) {
                    traits.add("unique");
                    if (!traits.contains("required") && !traits.contains("createOnly")) {
                        traits.removeAll(Set.of("createOnly"));
                        traits.add("readOnly");
                    }
                }
                traits.forEach(trait -> keys.add(trait + ": true"));
                if (!field.words().isEmpty()) {
                    keys.add("description: " + quoted("One of " + String.join(", ", field.words()).replaceAll("[\\r\\n\"]", " ") + "."));
                }
                line("          " + quoted(field.name()) + ": {" + String.join(", ", keys) + "}");
            });
            if (!fields.passed().isEmpty()) {
                line("          # Not proposed, as they are objects, lists of objects, or have no type: " + String.join(", ", fields.passed()).replaceAll("\\s", " ") + ".");
            }
        }

        /** What is written and read as a boolean stays one. */
        private String word(String word) {
            return Set.of("true", "false").contains(word) ? word : quoted(word);
        }

        /** By attribute, the request that finds by it. */
        private Map<String, String> find(ApiResource resource, ApiFields fields) {
            Map<String, String> find = new LinkedHashMap<>();
            Optional<Call> list = resource.call("list").filter(call -> resource.records(document).isPresent());
            list.ifPresent(call -> {
                String paging = paging(call);
                fields.fields().values().stream().filter(field -> field.type().equals("string") && !field.is("multiValued") && !field.is("sensitive") && field.words().isEmpty())
                        .filter(field -> call.query(field.name()).isPresent() && (field.is("unique") || field.name().equalsIgnoreCase("name")))
                        .forEach(field -> find.put(field.name(), "{get: " + quoted(path(call.path())) + ", query: {" + quoted(call.query(field.name()).get().name()) + ": \"${value}\""
                                + (call.query("exact").isPresent() ? ", exact: true" : "") + "}" + paging + "}"));
                if (find.isEmpty()) {
                    Optional<Parameter> search = List.of("search", "q", "query", "filter_term", "search_term", "term", "keyword").stream().flatMap(name -> call.query(name).stream()).findFirst();
                    Optional<ApiFields.Field> by = fields.fields().values().stream().filter(field -> field.is("unique")).findFirst()
                            .or(() -> Optional.ofNullable(fields.fields().get("name"))).or(() -> Optional.ofNullable(fields.fields().get("displayName")));
                    search.ifPresent(parameter -> by.ifPresent(field -> {
                        guesses.add("a search by " + parameter.name() + " finds a " + resource.name() + " by " + field.name() + ", and misses nobody");
                        find.put(field.name(), "{get: " + quoted(path(call.path())) + ", query: {" + quoted(parameter.name()) + ": \"${value}\"}" + paging + "}   # Guessed: that it looks into "
                                + field.name() + ", and misses nobody");
                    }));
                }
            });
            return find;
        }

        private String paging(Call list) {
            return ", paging: {" + ApiPaging.of(document, list).keys().entrySet().stream().map(key -> key.getKey() + ": " + quoted(key.getValue())).collect(Collectors.joining(", ")) + "}";
        }

        private void requests(ApiResource resource, ApiFields fields, Map<String, String> find, Optional<ApiMembers> members) {
            String variable = resource.variable();
            if (!fields.item().isEmpty()) {
                line("          item: " + quoted(fields.item()));
            }
            if (!fields.wrapped().isEmpty()) {
                line("          wrap: " + quoted(fields.wrapped()));
            }
            Optional<ApiResource.Place> records = resource.records(document);
            records.filter(place -> !place.path().isEmpty()).ifPresent(place -> line("          items: " + quoted(place.path())));
            resource.call("list").ifPresent(list -> {
                if (records.isEmpty()) {
                    line("          # " + list.path() + " does not say which list it answers with, so the " + resource.name() + "s cannot be read: add items, list, and the operation.");
                    return;
                }
                ApiPaging paging = ApiPaging.of(document, list);
                if (!paging.guessed().isEmpty()) {
                    guess("          ", paging.guessed());
                }
                line("          list: {get: " + quoted(path(list.path())) + query(list) + paging(list) + "}");
            });
            resource.call("get").ifPresent(get -> line("          get: {get: " + quoted(path(get.path(), variable, "anchor")) + query(get) + "}"));
            if (!find.isEmpty()) {
                line("          find:");
                find.forEach((attribute, request) -> line("            " + quoted(attribute) + ": " + request));
            }
            resource.call("create").filter(create -> isSilent(create)).ifPresent(create -> guess("          ", "the answer to a create has the address of what was made in its header Location"));
            resource.call("create").ifPresent(create -> line("          create: {" + create.method() + ": " + quoted(path(create.path())) + query(create) + (isSilent(create) ? ", answer: location" : "") + "}"));
            resource.call("update").ifPresent(update -> {
                guess("          ", "null empties an attribute; where an empty text does, write clear: empty");
                if (update.method().equals("put")) {
                    guess("          ", "a PUT changes what is sent, and leaves the rest as it is");
                }
                line("          update: {" + update.method() + ": " + quoted(path(update.path(), variable, "anchor")) + query(update) + (isSilent(update) ? ", answer: none" : "") + "}");
            });
            resource.call("delete").ifPresent(delete -> line("          delete: {delete: " + quoted(path(delete.path(), variable, "anchor")) + query(delete) + "}"));
            members.ifPresent(found -> {
                line("          members:");
                line("            list: {get: " + quoted(path(found.list().path(), found.group(), "anchor")) + items(found) + paging(found.list()) + "}");
                line("            member: " + quoted(found.member()));
                line("            add: {" + found.add().method() + ": " + quoted(path(found.add().path(), found.addGroup(), "anchor", found.addMember(), "member")) + "}");
                line("            remove: {delete: " + quoted(path(found.add().path(), found.addGroup(), "anchor", found.addMember(), "member")) + "}");
            });
        }

        private static String items(ApiMembers found) {
            return ", items: " + TextNode.valueOf(found.items());
        }

        /** What a request cannot do without. */
        private String query(Call call) {
            String query = call.parameters().stream().filter(parameter -> parameter.in().equals("query") && parameter.required()).map(parameter -> {
                String setting = setting(parameter.name());
                settings.putIfAbsent(setting, parameter.schema().path("default").asText(""));
                if (settings.get(setting).isEmpty()) {
                    required.add(setting);
                }
                return quoted(parameter.name()) + ": \"{{" + setting + "}}\"";
            }).collect(Collectors.joining(", "));
            return query.isEmpty() ? "" : ", query: {" + query + "}";
        }

        private boolean isSilent(Call call) {
            return document.properties(call.answer()).isEmpty();
        }

        private void kit(ApiResource resource, ApiFields fields, String anchor, Optional<ApiFields.Switch> enabled) {
            if (resource.call("create").isEmpty()) {
                return;
            }
            Map<String, String> account = new TreeMap<>();
            fields.fields().values().stream().filter(field -> !field.is("readOnly") && !field.is("sensitive") && !field.is("multiValued") && field.type().equals("string"))
                    .filter(field -> (field.is("required") || field.is("unique") || field.name().equals("name")) && enabled.filter(open -> open.path().equals(field.name())).isEmpty())
                    .forEach(field -> account.put(field.name(), field.words().isEmpty() ? field.name().toLowerCase(Locale.ROOT).contains("mail") ? "kit-<n>@example.com" : "kit-<n>" : field.words().get(0)));
            Optional<String> change = fields.fields().values().stream().filter(field -> field.type().equals("string") && field.traits().isEmpty() && field.words().isEmpty() && !field.name().equals(anchor))
                    .map(ApiFields.Field::name).filter(one -> !account.containsKey(one)).findFirst();
            kit.append("  ").append(resource.name()).append(":\n    account: {").append(account.entrySet().stream().map(one -> quoted(one.getKey()) + ": " + quoted(one.getValue()))
                    .collect(Collectors.joining(", "))).append("}\n");
            if (resource.call("update").isPresent()) {
                change.ifPresent(one -> kit.append("    change: {").append(quoted(one)).append(": Another}\n"));
            }
        }

        private String kitText() {
            List<String> given = new ArrayList<>();
            List<String> secret = new ArrayList<>();
            Set<String> secrets = Set.of("token", "password", "clientSecret");
            required.forEach(setting -> (secrets.contains(setting) ? secret : given).add(setting + ": \"…\""));
            return "# A tenant for tests: its settings, and what is made, changed and taken away in it (docs/how-to/add-a-connector.md).\nenvironment: none\nsettings: {"
                    + String.join(", ", given) + "}\nsecrets: {" + String.join(", ", secret) + "}\nunauthorized: {" + secret.stream().map(one -> one.replace("…", "certainly not this")).collect(Collectors.joining(", "))
                    + "}\nunavailable: {url: \"http://127.0.0.1:1\"}\nobjects:" + (kit.isEmpty() ? " {}\n" : "\n" + kit);
        }
    }
}
