package io.caravan.operations;

import io.caravan.connector.AttributeSpec;
import io.caravan.connector.AttributeType;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.SystemSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes a proposal for a mapping from the hub into a target: what is obvious filled in, what is required and not obvious left to be decided. Where
 * something is left, the mapping makes no accounts: none is opened by a guess, and none that could not be closed again. Not thread-safe.
 */
final class OutboundDraft {

    private static final int NAMED = 25;
    /** The attributes that say who an account belongs to, whoever gave it to them. */
    private static final String KEY = InboundDraft.KEY;
    static final String DEFINES = "shortName";

    /**
     * What is in the hub.
     *
     * @param key        by which people are recognised, and references find them
     * @param attributes that people have
     * @param people     as the mappings make them of the first records of their sources
     */
    record Hub(String key, Set<String> attributes, List<Map<String, Object>> people) {

        /** The attribute that means this. */
        Optional<String> meaning(String meant) {
            return attributes.contains(meant) ? Optional.of(meant) : attributes.stream().filter(name -> AttributeNames.means(name, meant)).findFirst();
        }

        Set<String> values(String attribute) {
            return people.stream().map(person -> person.get(attribute)).filter(value -> value != null && !value.toString().isBlank()).map(Object::toString)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }
    }

    private final String job;
    private final SystemSpec system;
    private final ObjectSpec object;
    private final SampledColumns columns;
    private final Hub hub;
    private final boolean anonymise;
    private final boolean shares;
    private final Page page = new Page();
    private final Map<String, String> filled = new LinkedHashMap<>();
    private final List<String> undecided = new ArrayList<>();
    private final Set<String> left = new LinkedHashSet<>();
    private boolean names;

    /** @param shares whether how user names are made stands in the file that all mappings share */
    OutboundDraft(String job, SystemSpec system, SampledColumns columns, Hub hub, boolean anonymise, boolean shares) {
        this.job = job;
        this.system = system;
        this.object = columns.answer().declared();
        this.columns = columns;
        this.hub = hub;
        this.anonymise = anonymise;
        this.shares = shares;
    }

    Page page() {
        columns.attributes().stream().filter(spec -> !spec.readOnly() && !isGivenByConnector(spec)).forEach(this::fill);
        SystemSchema.attributes(columns.answer()).stream().filter(spec -> SystemSchema.isSecret(spec) && spec.required() && !spec.readOnly())
                .forEach(spec -> undecided.add(spec.name()));
        page.line("# yaml-language-server: $schema=../schemas/project.schema.json").line("job: " + job)
                .line("description: " + Page.yaml("Everybody who works here has an account in " + system.name() + ".")).line("from: hub");
        columns.answer().problem().filter(problem -> columns.answer().told().isEmpty()).ifPresent(problem -> page.decide("",
                "the system did not say what it has (" + problem + "): the names below are only what its connector declares"));
        page.line("to: {system: " + system.name() + ", object: " + object.name() + "}").line("");
        Optional<String> match = match();
        openings(match);
        page.line("# An account that is there already is recognised by this and taken over, never made twice.").line("match:")
                .line("  - " + match.orElseGet(() -> "{target: " + Page.yaml(object.anchor()) + ", value: \"${body[" + hub.key() + "]}\"}")).line("");
        attributes();
        page.line("").line("# More than this at once is held until somebody has looked. Without a word, disables: 500 or 10 % of all accounts, but 5 always go ahead.").line("guard: {maxDelete: 0}");
        return page;
    }

    private boolean isGivenByConnector(AttributeSpec spec) {
        boolean disabling = system.settings().values().contains(spec.name()) && spec.name().equals(system.settings().get("disableAttribute"));
        return object.enabledBy().filter(spec.name()::equals).isPresent() || disabling || spec.name().equals("dn") || spec.name().equalsIgnoreCase("objectClass")
                || spec.type() == AttributeType.BINARY;
    }

    private void fill(AttributeSpec spec) {
        Optional<String> meaning = columns.meaningOf(spec.name()).or(() -> spec.name().equalsIgnoreCase("externalId") ? Optional.of(KEY) : Optional.empty());
        if (meaning.isEmpty() && spec.required()) {
            meaning = AttributeNames.meaning(spec.name()).map(AttributeNames.Meaning::attribute);
        }
        Optional<String> value = meaning.flatMap(this::value);
        if (value.isPresent()) {
            filled.put(spec.name(), value.get());
        } else if (spec.required()) {
            undecided.add(spec.name());
        } else {
            left.add(spec.name());
        }
    }

    private Optional<String> value(String meant) {
        Optional<String> known = hub.meaning(meant);
        return switch (meant) {
            case KEY -> Optional.of("{value: " + body(hub.key()) + ", apply: on-create}");
            case "login" -> login(known);
            case "displayName" -> known.map(OutboundDraft::body).or(this::bothNames);
            case "managerId" -> known.flatMap(this::reference);
            case "startDate", "endDate", "status", "lastWorkingDay", "leaveFrom", "leaveUntil" -> Optional.empty();
            default -> known.map(OutboundDraft::body);
        };
    }

    private static String body(String name) {
        return Page.expression(Page.body(name).orElse(""));
    }

    private Optional<String> bothNames() {
        return hub.meaning("givenName").flatMap(first -> hub.meaning("familyName").map(last ->
                Page.expression(Page.body(first).orElse("") + " " + Page.body(last).orElse(""))));
    }

    /** The one that everybody has already, else one that is made of the name. */
    private Optional<String> login(Optional<String> known) {
        boolean makes = known.isEmpty() && hub.meaning("givenName").isPresent() && hub.meaning("familyName").isPresent();
        names |= makes;
        return known.map(name -> "{value: " + body(name) + ", apply: on-create}").or(() -> makes
                ? Optional.of("{value: " + Page.expression("${uniqueName('people', ${" + DEFINES + "}, ${concat(${" + DEFINES + "}, ${counter(2)})})}") + ", apply: on-create}")
                : Optional.empty());
    }

    /** A manager is meant by what the values are: keys, addresses, or something that nobody can look up. */
    private Optional<String> reference(String managers) {
        Set<String> values = hub.values(managers);
        if (values.isEmpty() || mostly(values, hub.values(hub.key()))) {
            return Optional.of("{reference: {by: " + hub.key() + ", value: " + body(managers) + "}}");
        }
        return hub.meaning("email").filter(email -> mostly(values, hub.values(email))).map(email -> "{reference: {by: " + email + ", value: " + body(managers) + "}}");
    }

    private static boolean mostly(Set<String> values, Set<String> known) {
        return values.stream().filter(known::contains).count() * 2 >= values.size();
    }

    /** By what says who somebody is, never by a name that two may have. */
    private Optional<String> match() {
        for (String meant : List.of(KEY, "email")) {
            Optional<String> attribute = filled.keySet().stream().filter(name -> meant.equals(meaning(name)))
                    .max(Comparator.comparing((String name) -> object.find().contains(name)));
            Optional<String> from = meant.equals(KEY) ? Optional.of(hub.key()) : hub.meaning(meant);
            if (attribute.isPresent() && from.isPresent() && (object.find().contains(attribute.get()) || object.additionalAttributes())) {
                return Optional.of("{target: " + Page.yaml(attribute.get()) + ", value: " + body(from.get()) + "}");
            }
        }
        return Optional.empty();
    }

    private String meaning(String attribute) {
        return columns.meaningOf(attribute).orElse(attribute.equalsIgnoreCase("externalId") ? KEY : "");
    }

    /** What must be decided before somebody is given an account. */
    private void openings(Optional<String> match) {
        boolean closes = object.can(Operation.DISABLE);
        boolean asks = !closes || !undecided.isEmpty() || match.isEmpty();
        if (!closes) {
            page.decide("", "how is an account closed here? Say it in application.properties (" + closing() + "), then delete the two lines below that keep what should be closed")
                    .line("scope: {onExit: keep}").line("lifecycle: {onLeaver: keep}");
        }
        if (match.isEmpty()) {
            page.decide("", "by which attribute is an account recognised that somebody has already? Correct match");
        }
        undecided.forEach(name -> page.decide("", name + " is required, and nothing in the hub is obviously it; give it a value below"));
        if (asks) {
            page.line("# Until all of that is decided nobody new is given an account. Then delete this line.").line("creates: false").line("");
        }
    }

    private String closing() {
        return system.connector().settings().keySet().stream().filter(name -> name.equals("disable") || name.equals("disableAttribute") || name.equals("disabledBaseDn") || name.equals("enabledColumn")).sorted()
                .map(name -> "caravan.systems." + system.name() + "." + name).collect(Collectors.joining(" or "));
    }

    private void attributes() {
        if (names && !shares) {
            define(page);
            page.line("");
        }
        page.line("attributes:");
        filled.forEach((name, value) -> page.line("  " + Page.yaml(name) + ": " + value));
        undecided.forEach(name -> page.line("  #" + Page.yaml(name) + ": " + "   # required" + samples(name)));
        if (filled.isEmpty()) {
            page.decide("  ", "nothing in the hub is obviously what this system wants; give each attribute a value, in place of this line");
            page.line("  " + Page.yaml(object.anchor()) + ": " + body(hub.key()));
        }
        if (!left.isEmpty()) {
            page.remark("  ", "Not filled: " + left.stream().limit(NAMED).collect(Collectors.joining(", ")) + (left.size() > NAMED ? " and " + (left.size() - NAMED) + " more" : ""));
        }
    }

    /** How user names are made, for this mapping or for all. */
    private void define(Page to) {
        to.line("define:").remark("  ", "How user names are made: the first letter and the family name. Each is given once, and then stays.");
        to.line("  " + DEFINES + ": " + Page.expression("${lowercase(${left(${normalizeDiacritics(${body[" + hub.meaning("givenName").orElseThrow()
                + "]})}, 1)})}${lowercase(${normalizeDiacritics(${stripSpaces(${body[" + hub.meaning("familyName").orElseThrow() + "]})})})}"));
    }

    /** The file by which all mappings share it; empty when this one does not need it. Known once the page is. */
    Optional<String> common() {
        if (!names) {
            return Optional.empty();
        }
        Page common = new Page().line("# yaml-language-server: $schema=../schemas/common.schema.json").line("# What the mappings share.");
        define(common);
        return Optional.of(common.text());
    }

    private String samples(String name) {
        return anonymise || columns.values(name).isEmpty() ? "" : ", such as " + Page.samples(columns.values(name).stream().limit(3).toList());
    }
}
