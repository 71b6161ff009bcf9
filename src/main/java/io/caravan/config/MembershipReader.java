package io.caravan.config;

import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.AttributeRule.DateKind;
import io.caravan.mapping.AttributeRule.Source;
import io.caravan.mapping.AttributeRule.WhenAbsent;
import io.caravan.mapping.Formula;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.JobSide;
import io.caravan.mapping.Mapping;
import io.caravan.mapping.MembershipRule;
import io.caravan.mapping.MembershipRule.Who;
import io.caravan.mapping.Preference;
import io.caravan.subject.Kind;
import io.caravan.subject.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what a mapping says of memberships: the pairs of a table, or the list that a record has. */
final class MembershipReader {

    static final String MEMBERS = "members";
    static final String MEMBERSHIPS = "memberships";
    static final Set<String> LISTS = Set.of(MEMBERS, MEMBERSHIPS);

    private final MappingFile file;
    private final Yaml.Block good;
    private final Expressions expressions;
    private final MappingContext around;
    private final Map<String, Who> sides = new LinkedHashMap<>();

    MembershipReader(MappingFile file, Expressions expressions, MappingContext around) {
        this.file = file;
        this.good = file.good();
        this.expressions = expressions;
        this.around = around;
    }

    boolean isOfPairs() {
        return file.inbound() && file.kind().isOfPairs();
    }

    /** The rules of a table of pairs: who is meant is looked up once the names are known, so these are values. */
    Map<String, AttributeRule> pair() {
        Map<String, AttributeRule> rules = new LinkedHashMap<>();
        good.block("attributes").entries().forEach((name, entry) -> {
            boolean date = name.equals(MembershipRule.FROM) || name.equals(MembershipRule.UNTIL);
            boolean assigned = name.equals(MembershipRule.APPLICATION) || name.equals(MembershipRule.ROLE);
            (date ? date(entry) : assigned ? value(entry) : side(entry)).ifPresent(rule -> rules.put(name, rule));
        });
        Optional.ofNullable(rules.get(MembershipRule.APPLICATION)).ifPresent(rule -> sides.put(MembershipRule.GROUP, new Who(rule.source() instanceof Source.Value read ? read.formula()
                : new FixedText("", rule.position()), List.of(Kind.APPLICATION), Reference.KEY, Optional.empty())));
        return rules;
    }

    private Optional<AttributeRule> value(Yaml.Entry entry) {
        return new AttributesReader(expressions, file, around).attributes(new Yaml.Block(Map.of(entry.key(), entry), entry.keyPosition())).values().stream().findFirst();
    }

    private Optional<AttributeRule> date(Yaml.Entry entry) {
        return value(entry).map(one -> new AttributeRule(one.name(), one.source(), one.whenAbsent(), one.kept(), one.authority(),
                one.date().or(() -> Optional.of(DateKind.DAY)), one.position()));
    }

    private Optional<AttributeRule> side(Yaml.Entry entry) {
        Kind kind = entry.key().equals(MembershipRule.GROUP) ? Kind.GROUP : Kind.PERSON;
        Optional<Yaml> written = ((Yaml.Block) entry.value()).get("reference");
        Optional<Who> who = written.flatMap(reference -> reference instanceof Yaml.Scalar expression
                ? expressions.value(expression).map(formula -> new Who(formula, checked(List.of(kind), new Yaml.Block(Map.of(), expression.position())), Reference.KEY, Optional.empty()))
                : who((Yaml.Block) reference, kind));
        who.ifPresent(one -> sides.put(entry.key(), one));
        boolean groupIsOther = kind.equals(Kind.GROUP) && who.filter(one -> !one.kinds().equals(List.of(Kind.GROUP))).isPresent();
        if (groupIsOther) {
            expressions.problems().add(Problem.error(ProblemCode.MAPPING_VALUE, ((Yaml.Block) written.orElseThrow()).at("kind"), "members are in a group, and in nothing else",
                    "remove kind"));
        }
        return who.map(one -> new AttributeRule(entry.key(), new Source.Value(one.value()), WhenAbsent.LEFT, AttributeRule.Kept.ALWAYS, 0, Optional.empty(), entry.keyPosition()));
    }

    private Optional<Who> who(Yaml.Block block, Kind otherwise) {
        List<Kind> kinds = checked(kinds(block, otherwise), block);
        block.scalar("by").ifPresent(by -> checkIsMapped(by, kinds));
        return block.scalar("value").flatMap(expressions::value).map(formula -> new Who(formula, kinds, block.text("by").orElse(Reference.KEY), block.text("split")));
    }

    private static List<Kind> kinds(Yaml.Block block, Kind otherwise) {
        List<Kind> kinds = new ArrayList<>();
        block.text("kind").map(Kind::of).ifPresent(kinds::add);
        block.items("kind").forEach(item -> kinds.add(Kind.of(((Yaml.Scalar) item).text())));
        return kinds.isEmpty() ? List.of(otherwise) : kinds;
    }

    private List<Kind> checked(List<Kind> kinds, Yaml.Block block) {
        List<Yaml> items = block.items("kind");
        for (int i = 0; i < kinds.size(); i++) {
            around.checkKind(kinds.get(i), items.isEmpty() ? block : only((Yaml.Scalar) items.get(i)), "kind");
        }
        return kinds;
    }

    /** As if it stood there alone, for messages. */
    private static Yaml.Block only(Yaml.Scalar kind) {
        return new Yaml.Block(Map.of("kind", new Yaml.Entry("kind", kind.position(), kind)), kind.position());
    }

    /** One of the kinds has to have it: the others then have nobody of that name. */
    private void checkIsMapped(Yaml.Scalar by, List<Kind> kinds) {
        List<Set<String>> names = kinds.stream().flatMap(kind -> around.hub().of(kind).stream()).toList();
        if (names.size() == kinds.size() && names.stream().noneMatch(some -> some.contains(by.text()))) {
            expressions.problems().add(Problem.error(ProblemCode.UNMAPPED_MATCH, by.position(), "no mapping gives " + HubNames.those(kinds.get(0)) + " \"" + by.text() + "\"",
                    Words.suggest(by.text(), names.get(0), "map it, or find them by another attribute")));
        }
    }

    /** What the mapping says of memberships, once all else of it is known. */
    Optional<MembershipRule> read(JobSide side, Mapping mapping, List<Preference> prefer) {
        if (isOfPairs()) {
            return sides.size() == 2 ? Optional.of(new MembershipRule(Optional.of(sides.get(MembershipRule.GROUP)), Optional.of(sides.get(MembershipRule.MEMBER)),
                    good.at("attributes"))) : Optional.empty();
        }
        Optional<String> list = LISTS.stream().filter(good::has).sorted().findFirst();
        if (list.isEmpty()) {
            return Optional.empty();
        }
        boolean ofMembers = list.get().equals(MEMBERS);
        if (good.has(MEMBERS) && good.has(MEMBERSHIPS)) {
            report(ProblemCode.MAPPING_VALUE, MEMBERSHIPS, "a record lists its members, or the groups it is in; not both in one mapping", "leave one of them out");
        }
        if (ofMembers && !file.kind().equals(Kind.GROUP)) {
            report(ProblemCode.MAPPING_SIDE, MEMBERS, "only a group has members, and this mapping brings each record in as a " + file.kind(),
                    "write memberships: for the groups that a " + file.kind() + " is in, or to: {hub: group}");
            return Optional.empty();
        }
        return who(good.block(list.get()), ofMembers ? Kind.PERSON : Kind.GROUP).filter(who -> isList(who.value(), list.get(), side, mapping, prefer))
                .map(who -> new MembershipRule(ofMembers ? Optional.empty() : Optional.of(who), ofMembers ? Optional.of(who) : Optional.empty(), good.at(list.get())));
    }

    /** A list is taken out of the record before anything else sees it. */
    private boolean isList(Formula value, String key, JobSide side, Mapping mapping, List<Preference> prefer) {
        if (value.attributes().size() != 1 || !value.names().isEmpty()) {
            expressions.problems().add(Problem.error(ProblemCode.MAPPING_VALUE, value.position(), "\"" + key + "\" reads one attribute of the record, which holds the list, and no define",
                    "write for example value: \"${body[" + value.attributes().stream().sorted().findFirst().orElse("member") + "]}\""));
            return false;
        }
        String attribute = value.attributes().iterator().next();
        if (InboundJob.reads(mapping, side.include(), side.match(), prefer).contains(attribute)) {
            expressions.problems().add(Problem.error(ProblemCode.MAPPING_VALUE, value.position(), "\"" + attribute + "\" is taken out of the record as the list of "
                    + key + ", and something else in this mapping reads it", "leave it to " + key));
        }
        return true;
    }

    private void report(ProblemCode code, String key, String message, String fix) {
        expressions.problems().add(Problem.error(code, good.at(key), message, fix));
    }
}
