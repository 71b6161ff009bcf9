package io.caravan.operations;

import io.caravan.connector.AttributeType;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.operations.EntraPiece.Line;
import io.caravan.operations.entra.EntraExpression;
import io.caravan.operations.entra.EntraExpression.Translated;
import io.caravan.operations.entra.EntraSchema.AttributeMapping;
import io.caravan.operations.entra.EntraSchema.ObjectMapping;
import io.caravan.operations.entra.EntraScope;
import io.caravan.operations.entra.NotFollowed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Takes a mapping of Entra into its pieces, each said in our words or refused. */
final class EntraPieces {

    private static final String DEFAULT_LATER = "the default also fills what becomes empty later; in Entra only what is made new";

    private static final String ASSIGNED = "assignment to the application";
    private static final String WHO = "who is assigned is not in the file: say it by caravan assign or in assignments/";

    private final ObjectMapping mapping;
    private final ObjectSpec object;
    private final EntraNames names;
    private final boolean outbound;
    private final Function<String, String> read;
    private final Map<AttributeMapping, Translated> translated = new LinkedHashMap<>();

    /** @param outbound whether accounts are made of the hub; else the hub is filled from a source */
    EntraPieces(ObjectMapping mapping, ObjectSpec object, EntraNames names, boolean outbound) {
        this.mapping = mapping;
        this.object = object;
        this.names = names;
        this.outbound = outbound;
        this.read = outbound ? names::read : EntraNames::ofRecord;
    }

    /** @param assigned whether only who is assigned to the application has an account */
    Optional<EntraPiece> scope(boolean assigned) {
        String before = assigned ? "scope: {assigned: true" : "scope: {";
        String behind = keepsOnExit() ? ", onExit: keep}" : "}";
        if (mapping.filter().groups().isEmpty() && !mapping.filter().more()) {
            return assigned ? Optional.of(EntraPiece.said(ASSIGNED, Optional.empty(), Line.of("", before + behind), List.of(WHO))) : Optional.empty();
        }
        try {
            EntraScope scope = EntraScope.of(mapping.filter(), read);
            List<String> notes = new ArrayList<>(scope.notes());
            notes.addAll(assigned ? List.of(WHO) : List.of());
            return Optional.of(EntraPiece.said(assigned ? ASSIGNED + ", scoping filter" : "scoping filter", Optional.empty(),
                    new Line("", before + (assigned ? ", include: " : "include: "), scope.include(), behind), notes));
        } catch (NotFollowed not) {
            return Optional.of(EntraPiece.refused("scoping filter", Optional.empty(), not.getMessage()));
        }
    }

    /** Whether the account of somebody who leaves scope stays as it is. */
    boolean keepsOnExit() {
        return outbound && (mapping.keeps() || !mapping.flows().contains("delete") || !mapping.ends().ofGroups() && !object.can(Operation.DISABLE));
    }

    List<EntraPiece> attributes() {
        List<EntraPiece> pieces = new ArrayList<>();
        Set<String> targets = new HashSet<>();
        for (AttributeMapping attribute : mapping.attributes()) {
            if (attribute.expression().isPresent() || attribute.defaultValue().isPresent()) {
                String name = name(attribute);
                pieces.add(targets.add(name) ? attribute(attribute, name) : EntraPiece.refused(part(attribute), attribute.expression(), "it is mapped twice"));
            }
        }
        return pieces;
    }

    private String name(AttributeMapping attribute) {
        return outbound ? EntraNames.ofTarget(object, attribute.target()) : names.given(attribute.target());
    }

    private static String part(AttributeMapping attribute) {
        return "attribute " + attribute.target();
    }

    private static boolean replaces(AttributeMapping attribute) {
        return attribute.flowType().equalsIgnoreCase("Always") || attribute.flowType().equalsIgnoreCase("ObjectAddOnly");
    }

    private EntraPiece attribute(AttributeMapping attribute, String name) {
        try {
            if (!replaces(attribute)) {
                return EntraPiece.refused(part(attribute), attribute.expression(), "values are only added to what is there (" + attribute.flowType() + "); here they would replace it");
            }
            if (attribute.expression().isEmpty()) {
                Object value = typed(name, attribute.defaultValue().orElseThrow());
                return EntraPiece.said(part(attribute), attribute.defaultValue().map(text -> '"' + text + '"'),
                        Line.of(name, "  " + Page.yaml(name) + ": {constant: " + Page.yaml(value) + (isOnCreate(attribute) ? ", apply: on-create}" : "}")), List.of());
            }
            EntraExpression expression = EntraExpression.of(attribute.expression().get());
            Optional<EntraPiece> special = special(attribute, name, expression);
            return special.isPresent() ? special.get() : valued(attribute, name, expression);
        } catch (NotFollowed not) {
            return EntraPiece.refused(part(attribute), attribute.expression(), not.getMessage());
        }
    }

    /** What is no attribute here, or no value. */
    private Optional<EntraPiece> special(AttributeMapping attribute, String name, EntraExpression expression) {
        Set<String> reads = expression.reads();
        boolean state = !reads.isEmpty() && EntraNames.STATE.containsAll(reads) && reads.stream().noneMatch(names.chosen()::containsKey);
        if (outbound && state) {
            return Optional.of(EntraPiece.needless(part(attribute), attribute.expression(), "accounts are opened and closed as people come and go (lifecycle)"));
        }
        if (outbound && (object.enabledBy().filter(name::equals).isPresent() || attribute.target().matches("(?i)account(dis|en)abled"))) {
            throw new NotFollowed("who has an open account follows from scope and lifecycle, not from an attribute");
        }
        if (!outbound && (EntraNames.STATE.contains(attribute.target()) || attribute.target().equalsIgnoreCase("accountDisabled"))) {
            throw new NotFollowed("who is still there is said by status, startDate and endDate");
        }
        boolean members = mapping.ends().ofGroups() && attribute.target().matches("(?i)members?");
        if (outbound && members && object.memberships().isEmpty()) {
            throw new NotFollowed("the connector cannot change who is in a group");
        }
        if (outbound && members) {
            return Optional.of(EntraPiece.needless(part(attribute), attribute.expression(), "members are not an attribute: whoever is in the group in the hub and has an account here is in it"));
        }
        Optional<String> reference = expression.attribute().filter(source -> outbound && (mapping.references().contains(source) || object.attribute(name).type() == AttributeType.REFERENCE));
        return reference.map(source -> EntraPiece.said(part(attribute), attribute.expression(),
                new Line(name, "  " + Page.yaml(name) + ": {reference: ", read.apply(source), isOnCreate(attribute) ? ", apply: on-create}" : "}"),
                List.of("the value in the hub has to be what people are recognised by; else say by which attribute: {by: …, value: …}")));
    }

    private EntraPiece valued(AttributeMapping attribute, String name, EntraExpression expression) {
        Translated said = expression.translated(read, name);
        translated.put(attribute, said);
        List<String> notes = new ArrayList<>(said.notes());
        boolean onCreate = isOnCreate(attribute) || outbound && said.onlyOnCreate();
        if (onCreate && !isOnCreate(attribute)) {
            notes.add("is only computed when an account is made");
        }
        String apply = onCreate ? ", apply: on-create" : "";
        String start = "  " + Page.yaml(name) + ": ";
        if (said.constant()) {
            return EntraPiece.said(part(attribute), attribute.expression(), Line.of(name, start + "{constant: " + Page.yaml(typed(name, said.code())) + apply + "}"), notes);
        }
        String otherwise = attribute.defaultValue().map(value -> ", default: " + Page.yaml(typed(name, value))).orElse("");
        if (!otherwise.isEmpty()) {
            notes.add(DEFAULT_LATER);
        }
        boolean bare = apply.isEmpty() && otherwise.isEmpty();
        return EntraPiece.said(part(attribute), attribute.expression(), new Line(name, start + (bare ? "" : "{value: "), said.code(), bare ? "" : otherwise + apply + "}"), notes);
    }

    /** A mapping that never updates writes everything only once. */
    private boolean isOnCreate(AttributeMapping attribute) {
        return outbound && (attribute.flowType().equalsIgnoreCase("ObjectAddOnly") || !mapping.flows().contains("update"));
    }

    private Object typed(String name, String text) {
        AttributeType type = outbound ? object.attribute(name).type() : AttributeType.STRING;
        if (type == AttributeType.BOOLEAN && text.matches("(?i)true|false")) {
            return Boolean.valueOf(text);
        }
        return type == AttributeType.INTEGER && text.matches("-?\\d{1,18}") ? (Object) Long.valueOf(text) : text;
    }

    /** In the order in which they are tried. */
    List<EntraPiece> matches() {
        return mapping.attributes().stream().filter(attribute -> attribute.priority() > 0).sorted(Comparator.comparing(AttributeMapping::priority)).map(this::match).toList();
    }

    private EntraPiece match(AttributeMapping attribute) {
        String part = "matching by " + attribute.target();
        Translated said = translated.get(attribute);
        if (said == null || said.constant() || said.onlyOnCreate()) {
            return EntraPiece.refused(part, attribute.expression(), said == null ? "the attribute is not followed" : "nobody is recognised by this value");
        }
        return EntraPiece.said(part, attribute.expression(), new Line("", "  - {" + (outbound ? "target: " : "hub: ") + Page.yaml(name(attribute)) + ", value: ", said.code(), "}"), List.of());
    }
}
