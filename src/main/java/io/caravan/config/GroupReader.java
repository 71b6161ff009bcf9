package io.caravan.config;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import io.caravan.mapping.Condition;
import io.caravan.mapping.Formula;
import io.caravan.mapping.GroupExample;
import io.caravan.mapping.GroupRule;
import io.caravan.mapping.GroupRule.Limits;
import io.caravan.mapping.GroupRule.Nested;
import io.caravan.mapping.GroupRule.Population;
import io.caravan.mapping.GroupRule.Subjects;
import io.caravan.mapping.GroupRule.Who;
import io.caravan.mapping.Mapping;
import io.caravan.mapping.Names;
import io.caravan.mapping.OutboundJob.Limit;
import io.caravan.mapping.RuleFolder;
import io.caravan.subject.ApplicationRole;
import io.caravan.subject.KeyText;
import io.caravan.subject.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a rule of one file of {@code groups/} or {@code assignments/} whose shape has been checked: compiles its expressions, and says what in it cannot be meant. */
final class GroupReader {

    private final String name;
    private final String file;
    private final Yaml.Block raw;
    private final Yaml.Block good;
    private final MappingContext around;
    private final Problems problems;
    private final boolean assigns;

    GroupReader(GroupsReader.File written, MappingContext around) {
        this.name = written.name();
        this.file = written.file();
        this.raw = written.raw();
        this.good = written.good();
        this.around = around;
        this.problems = around.problems();
        this.assigns = RuleFolder.of(name) == RuleFolder.ASSIGNMENTS;
    }

    /** The rule; empty when something without which there is none is missing or wrong. Problems are reported, whatever comes of it. */
    Optional<GroupRule> read() {
        Optional<Subjects> of = subjects();
        Expressions ofPeople = expressions(Kind.PERSON, Set.of());
        Expressions ofGroups = expressions(of.map(Subjects::kind).orElse(Kind.PERSON), raw.has("each") && !isOfSubjects() ? Set.of(GroupRule.EACH) : Set.of());
        Optional<Condition> include = good.scalar("include").flatMap(ofPeople::condition);
        Optional<Formula> each = good.scalar("each").or(() -> good.block("each").scalar("value")).flatMap(ofPeople::value);
        Map<String, Formula> attributes = new LinkedHashMap<>();
        good.block("attributes").entries().forEach((key, entry) -> ofGroups.value((Yaml.Scalar) entry.value()).ifPresent(formula -> attributes.put(key, formula)));
        Optional<Formula> key = assigns ? application() : good.scalar("group").flatMap(written -> raw.has("each") ? ofGroups.value(written) : fixed(written));
        Map<String, Formula> defines = new LinkedHashMap<>(around.common().used(ofPeople, Set.of()));
        defines.putAll(around.common().used(ofGroups, Set.of(GroupRule.EACH)));
        boolean whole = good.has("include") == raw.has("include") && good.has("each") == raw.has("each");
        if (whole) {
            checkMeaning(include, each, of, key, attributes);
        }
        List<GroupExample> examples = examples(of);
        if (key.isEmpty() || of.isPresent() != isOfSubjects() || include.isPresent() != raw.has("include") || each.isPresent() != raw.has("each")) {
            return Optional.empty();
        }
        defines.values().stream().filter(Formula::varies).forEach(define -> varies(define.position()));
        return Optional.of(new GroupRule(
                new GroupRule.Written(name, file, good.text("description").orElse(""), good.text("owner").orElse(""),
                        Fingerprint.of(raw, defines, around.common().tables(), around.zone()), examples),
                new GroupRule.Key(key.get(), each, of, good.at(assigns ? "application" : "group")), new Population(include, who(), include.isPresent() || each.isPresent(), nested()),
                new Mapping(Map.of(), defines, around.common().tables()), attributes, good.text("whenEmpty").filter("delete"::equals).isPresent(),
                new Limits(limit("maxJoin"), limit("maxLeave"))));
    }

    private boolean isOfSubjects() {
        return raw.get("each").filter(Yaml.Block.class::isInstance).isPresent();
    }

    /** Whose groups they are, where each is of a kind. */
    private Optional<Subjects> subjects() {
        Yaml.Block each = good.block("each");
        if (!isOfSubjects() || each.text("kind").isEmpty() || each.text("by").isEmpty()) {
            return Optional.empty();
        }
        Kind kind = Kind.of(each.text("kind").get());
        if (kind.equals(Kind.PERSON) || kind.equals(Kind.GROUP)) {
            problems.add(Problem.error(ProblemCode.GROUP_MEANING, each.scalar("kind").orElseThrow().position(), "a group for each " + kind + " would be as many groups, most of nobody",
                    "a kind that a mapping brings", "write the value that people have in common: each: \"${body[…]}\""));
            return Optional.empty();
        }
        around.checkKind(kind, each, "kind");
        String by = each.text("by").get();
        around.hub().of(kind).filter(names -> !names.contains(by)).ifPresent(names -> problems.add(Problem.error(ProblemCode.UNKNOWN_ATTRIBUTE,
                each.scalar("by").orElseThrow().position(), "no mapping gives a " + kind + " an attribute \"" + by + "\"", Words.oneOf(names),
                Words.suggest(by, names, "name one of them"))));
        return Optional.of(new Subjects(kind, by));
    }

    /** @param kind what {@code ${body[…]}} is in them */
    private Expressions expressions(Kind kind, Set<String> own) {
        Set<String> names = new HashSet<>(own);
        names.addAll(around.common().names());
        return new Expressions(file, new Names(around.hub().of(kind), true, names, around.common().tables().keySet()), around.common().known(), problems);
    }

    /** One group has the key that is written. */
    private Optional<Formula> fixed(Yaml.Scalar written) {
        if (written.text().contains("${")) {
            problems.add(Problem.error(ProblemCode.GROUP_MEANING, written.position(), "the key is computed, and nothing says for which values",
                    "add each: with the values that a group is made for, or write a key without ${…}"));
            return Optional.empty();
        }
        String key = KeyText.trim(written.text());
        return Optional.of(new FixedText(key, written.position()));
    }

    /** The application and the role have the names that are written: whoever may write a value into a source must not choose by it what is given. */
    private Optional<Formula> application() {
        boolean fixed = List.of("application", "role").stream().flatMap(name -> good.scalar(name).stream()).filter(written -> written.text().contains("${")).map(written -> {
            problems.add(Problem.error(ProblemCode.GROUP_MEANING, written.position(), "what is assigned does not follow from what people have", "write one file for each "
                    + (written == good.scalar("role").orElse(null) ? "role" : "application") + ", with the condition that gives it"));
            return written;
        }).toList().isEmpty();
        Optional<String> role = good.text("role").map(KeyText::of).filter(text -> !text.isEmpty());
        return fixed && raw.has("role") == role.isPresent() ? good.scalar("application").map(written ->
                new FixedText(new ApplicationRole(KeyText.of(written.text()), role).key(), written.position())) : Optional.empty();
    }

    private void checkAssigned() {
        if (raw.has("include") == raw.has("group")) {
            problems.add(Problem.error(ProblemCode.GROUP_MEANING, raw.has("group") ? good.at("group") : good.position(), raw.has("group") ? "include and group are two rules: whoever the one or the other is about"
                    : "the file does not say who is assigned", "include or group", raw.has("group") ? "write a file of its own for each; for those of a group whom a condition describes, make a group of them"
                    : "add include: with a condition"));
        }
    }

    private void checkMeaning(Optional<Condition> include, Optional<Formula> each, Optional<Subjects> of, Optional<Formula> key, Map<String, Formula> attributes) {
        if (assigns) {
            checkAssigned();
        } else if (!raw.has("include") && !raw.has("each") && !raw.has("members")) {
            problems.add(Problem.error(ProblemCode.GROUP_MEANING, good.position(), "the file does not say who is in the group", "include, each or members", "add include: with a condition"));
        }
        include.ifPresent(condition -> {
            if (condition.attributes().isEmpty() && condition.names().isEmpty()) {
                problems.add(Problem.error(ProblemCode.GROUP_CONSTANT, condition.position(), "the condition reads nothing of a person, so it says the same of everybody",
                        "compare with ${body[…]}; to have everybody in it, ask for an attribute that everybody has"));
            }
            refuseNames(condition.namespaces(), condition.varies(), condition.position());
        });
        each.ifPresent(values -> {
            if (values.attributes().isEmpty() && values.names().isEmpty()) {
                problems.add(Problem.error(ProblemCode.GROUP_CONSTANT, values.position(), "each reads nothing of a person, so it gives everybody the same",
                        "write an attribute, such as ${body[department]}; for one group, write group and include"));
            }
            key.ifPresent(formula -> checkKey(values, of, formula));
            if (raw.has("members")) {
                problems.add(Problem.error(ProblemCode.GROUP_MEANING, good.at("members"), "with each there are many groups, and each of them would have these members",
                        "remove it, and write a file of its own for a group of groups"));
            }
        });
        if (!raw.has("each")) {
            attributes.values().stream().filter(formula -> !formula.attributes().isEmpty()).forEach(formula -> problems.add(Problem.error(ProblemCode.GROUP_MEANING, formula.position(),
                    "this is about the group, and ${body[…]} is one person of many", "write what the group is called; with each, what is made of ${each}")));
        }
        List<Formula> all = new ArrayList<>(attributes.values());
        each.ifPresent(all::add);
        key.ifPresent(all::add);
        all.forEach(formula -> refuseNames(formula.namespaces(), formula.varies(), formula.position()));
    }

    /** The key is of the value alone: by anything else of a person, those of one value would be scattered over several groups. */
    private void checkKey(Formula each, Optional<Subjects> of, Formula key) {
        if (of.isPresent()) {
            if (key.attributes().isEmpty() && key.names().isEmpty()) {
                problems.add(Problem.error(ProblemCode.GROUP_MEANING, key.position(), "the key is the same for each " + of.get().kind() + ", so there would be one group",
                        "put into it what one of them has and never changes, such as ${body[" + of.get().by() + "]}"));
            }
            return;
        }
        Set<String> others = new HashSet<>(key.attributes());
        boolean uses = key.names().contains(GroupRule.EACH) || !others.isEmpty() || !key.names().isEmpty();
        if (each.isRead()) {
            others.removeAll(each.attributes());
        }
        if (!others.isEmpty()) {
            problems.add(Problem.error(ProblemCode.GROUP_MEANING, key.position(), "the key reads " + String.join(", ", new java.util.TreeSet<>(others))
                    + ", and not only the value that the group is made for", "write ${each} for that value"));
        } else if (!uses) {
            problems.add(Problem.error(ProblemCode.GROUP_MEANING, key.position(), "the key is the same for each value, so there would be one group", "put ${each} into it"));
        }
    }

    private void refuseNames(Set<String> namespaces, boolean varies, Position place) {
        if (!namespaces.isEmpty()) {
            problems.add(Problem.error(ProblemCode.MAPPING_SIDE, place, "uniqueName gives names in a target, and a rule has none", "remove it"));
        } else if (varies) {
            varies(place);
        }
    }

    private void varies(Position place) {
        problems.add(Problem.error(ProblemCode.GROUP_VARIES, place, "it asks for the moment or for random values, and nobody is looked at again because time passes",
                "read an attribute; first and last days count by themselves"));
    }

    private Who who() {
        return good.text("who").map(word -> Who.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'))).orElse(Who.ACTIVE);
    }

    private List<Nested> nested() {
        List<Nested> groups = new ArrayList<>();
        good.scalar("group").filter(group -> assigns).ifPresent(group -> groups.add(new Nested(KeyText.trim(group.text()), group.position())));
        good.block("members").items("groups").forEach(item -> groups.add(new Nested(KeyText.trim(((Yaml.Scalar) item).text()), item.position())));
        return groups;
    }

    private Limit limit(String key) {
        return good.block("guard").scalar(key).map(scalar -> Amounts.limit(scalar.value().toString())).orElse(Limit.NONE);
    }

    private List<GroupExample> examples(Optional<Subjects> of) {
        ExamplesReader reader = new ExamplesReader(around.hub().of(Kind.PERSON), "no mapping gives people an attribute", Set.of(), problems);
        List<GroupExample> examples = new ArrayList<>();
        Map<String, Position> names = new java.util.HashMap<>();
        for (Yaml item : good.items("examples")) {
            Yaml.Block block = (Yaml.Block) item;
            if (block.has("name") && block.has("given") && block.has("expect")) {
                examples.add(reader.group(block, names, of.flatMap(one -> around.hub().of(one.kind()))));
            }
        }
        return examples;
    }
}
