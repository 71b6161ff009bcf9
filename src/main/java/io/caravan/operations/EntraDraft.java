package io.caravan.operations;

import io.caravan.connector.AttributeSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.SystemSpec;
import io.caravan.operations.EntraImport.Item;
import io.caravan.operations.entra.EntraSchema.ObjectMapping;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One mapping file made of one mapping of Entra. What cannot be followed is a comment in it that asks for a decision. Not thread-safe. */
final class EntraDraft {

    private static final Set<String> PRESENCE = Set.of("status", "startDate", "endDate");

    private final String job;
    private final SystemSpec system;
    private final ObjectSpec object;
    private final ObjectMapping mapping;
    private final boolean outbound;
    private final boolean keepsOnExit;
    private final Optional<EntraPiece> scope;
    private final List<EntraPiece> attributes;
    private final List<EntraPiece> matches;
    private final boolean assignedGroups;
    private final boolean assignedPeople;
    private final Optional<String> key;
    private boolean shortened = true;

    /** @param everybody whether Entra provisions everybody in scope, and not only who is assigned to the application, which no file says */
    EntraDraft(String job, SystemSpec system, ObjectSpec object, ObjectMapping mapping, EntraNames names, boolean outbound, boolean everybody) {
        this.job = job;
        this.key = names.key();
        boolean some = outbound && mapping.ends().fromEntra() && !everybody;
        this.assignedGroups = some && mapping.ends().ofGroups();
        this.assignedPeople = some && !mapping.ends().ofGroups();
        this.system = system;
        this.object = object;
        this.mapping = mapping;
        this.outbound = outbound;
        EntraPieces pieces = new EntraPieces(mapping, object, names, outbound);
        this.scope = pieces.scope(assignedPeople);
        this.attributes = pieces.attributes();
        this.matches = pieces.matches();
        this.keepsOnExit = pieces.keepsOnExit();
    }

    String job() {
        return job;
    }

    String file() {
        return "mappings/" + job + ".yaml";
    }

    /** Whether nothing is left of it. */
    boolean isEmpty() {
        return attributes.stream().noneMatch(EntraPiece::isActive);
    }

    /** The pieces, one after the other as they stand in the file. */
    private Stream<EntraPiece> pieces() {
        return Stream.of(scope.stream(), matches.stream(), attributes.stream()).flatMap(each -> each);
    }

    /** What stands on a line cannot stay. False when nothing of this does. */
    boolean refuse(int line, String why) {
        Optional<EntraPiece> piece = pieces().filter(each -> each.isActive() && each.standsOn(line)).findFirst();
        piece.ifPresent(each -> each.refuse(why));
        return piece.isPresent();
    }

    List<Item> items() {
        return pieces().map(piece -> piece.item(Optional.of(job))).toList();
    }

    /** What is to be decided besides what cannot be followed. */
    List<OpenDecision> questions() {
        return page().decisions(file());
    }

    /** Whether parts that several expressions have in common have a name. */
    boolean isShortened() {
        return shortened;
    }

    /** Gives no names to parts any more. */
    void spellOut() {
        shortened = false;
    }

    Page page() {
        Set<String> names = active(attributes).map(EntraPiece::name).collect(Collectors.toSet());
        SharedParts parts = shortened ? SharedParts.of(Stream.concat(active(matches), active(attributes)).map(EntraPiece::code).filter(code -> !code.isEmpty()).distinct().toList(), names)
                : SharedParts.none();
        Page page = new Page();
        page.line("# yaml-language-server: $schema=../schemas/mapping.schema.json").line("job: " + job).line("description: " + Page.yaml(mapping.name()));
        String hub = mapping.ends().ofGroups() ? "{hub: group}" : "hub";
        String far = "{system: " + system.name() + ", object: " + object.name() + "}";
        page.line("from: " + (outbound ? hub : far)).line("to: " + (outbound ? far : hub)).line("");
        openings(page);
        matches(page, parts);
        if (!parts.lines().isEmpty()) {
            page.line("define:");
            parts.lines().forEach(page::line);
            page.line("");
        }
        block(page, "attributes:", "  ", attributes, parts);
        if (outbound) {
            page.line("# More than this at once is held until somebody has looked. Without a word, disables: 500 or 10 % of all accounts, but 5 always go ahead.").line("guard: {maxDelete: 0}");
        }
        return page;
    }

    /** Where nobody is recognised by anything, a rule stands in that hits nobody who matters: it is asked about, and takes nothing over. */
    private void matches(Page page, SharedParts parts) {
        block(page, "match:", "  ", matches, parts);
        if (recognises()) {
            return;
        }
        page.unline();
        Optional<EntraPiece> first = active(attributes).filter(piece -> !piece.code().isEmpty()).findFirst();
        String value = outbound ? key.flatMap(Page::body).orElse("${null}") : first.map(EntraPiece::code).orElse("${null}");
        page.line("  - {" + (outbound ? "target: " + Page.yaml(object.anchor()) : "hub: " + Page.yaml(first.map(EntraPiece::name).orElse("key"))) + ", value: " + Page.expression(value) + "}").line("");
    }

    private boolean recognises() {
        return active(matches).findAny().isPresent();
    }

    private static Stream<EntraPiece> active(Collection<EntraPiece> pieces) {
        return pieces.stream().filter(EntraPiece::isActive);
    }

    private static void block(Page page, String heading, String indent, List<EntraPiece> pieces, SharedParts parts) {
        page.line(heading);
        for (EntraPiece piece : pieces) {
            decide(page, indent, piece);
            if (piece.isActive()) {
                write(page, piece, parts::shortened);
            }
        }
        page.line("");
    }

    private static void decide(Page page, String indent, EntraPiece piece) {
        piece.refusal().ifPresent(why -> {
            page.notFollowed(indent, why);
            piece.standsAt(page.size());
        });
    }

    private static void write(Page page, EntraPiece piece, UnaryOperator<String> shortened) {
        page.line(piece.text(shortened));
        piece.standsAt(page.size());
    }

    /** What must be decided before anybody is given anything. */
    private void openings(Page page) {
        boolean asks = asks(page) || matches.stream().anyMatch(EntraPiece::isRefused);
        if (asks) {
            page.line("# Until all of that is decided nothing new is made. Then delete this line.").line("creates: false");
        } else if (!mapping.flows().contains("add")) {
            page.line("creates: false");
        }
        if (outbound && (assignedGroups || !recognises() || scope.filter(EntraPiece::isRefused).isPresent())) {
            page.line("# Nor is any account taken over, and perhaps opened: whose they are, or who may have one, is not known yet. Then delete this line, too.").line("onMatch: report");
        }
        scope.filter(EntraPiece::isActive).ifPresent(piece -> write(page, piece, code -> code));
        if (assignedPeople && scope.filter(EntraPiece::isActive).isEmpty()) {
            page.line("scope: {assigned: true" + (keepsOnExit ? ", onExit: keep}" : "}"));
        }
        boolean closes = object.can(Operation.DISABLE) || mapping.ends().ofGroups();
        if (outbound && !assignedPeople && scope.filter(EntraPiece::isActive).isEmpty() && keepsOnExit && !mapping.ends().ofGroups()) {
            page.line("scope: {onExit: keep}");
        }
        if (outbound && (!mapping.flows().contains("delete") || !closes) && !mapping.ends().ofGroups()) {
            page.line("lifecycle: {onLeaver: keep}");
        }
        page.line("");
    }

    private boolean asks(Page page) {
        int before = page.size();
        if (assignedGroups) {
            page.decide("", "Entra provisions groups that are assigned to the application, unless it is told to take all; which of both, and which they are, is not in its file. Write a scope");
        }
        scope.ifPresent(piece -> decide(page, "", piece));
        if (!recognises()) {
            page.decide("", "by what is " + (outbound ? "an account" : "somebody") + " recognised that is there already? Correct match");
        }
        if (outbound && !mapping.ends().ofGroups() && !object.can(Operation.DISABLE)) {
            page.decide("", "how is an account closed here? Say it in application.properties, then delete what keeps accounts below");
        }
        Set<String> given = active(attributes).map(EntraPiece::name).collect(Collectors.toSet());
        if (outbound) {
            object.attributes().values().stream().filter(spec -> spec.required() && !spec.readOnly() && !given.contains(spec.name()) && !object.enabledBy().equals(Optional.of(spec.name())))
                    .map(AttributeSpec::name).sorted().forEach(name -> page.decide("", name + " is required; give it a value below"));
        } else if (!mapping.ends().ofGroups() && given.stream().noneMatch(PRESENCE::contains)) {
            page.decide("", "who is still here? Nothing gives status, startDate or endDate");
        }
        return page.size() > before;
    }

}
