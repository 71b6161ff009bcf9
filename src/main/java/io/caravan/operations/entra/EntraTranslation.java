package io.caravan.operations.entra;

import io.caravan.operations.entra.EntraFunctions.Counterpart;
import io.caravan.operations.entra.EntraTerm.Bare;
import io.caravan.operations.entra.EntraTerm.Called;
import io.caravan.operations.entra.EntraTerm.Compared;
import io.caravan.operations.entra.EntraTerm.Digits;
import io.caravan.operations.entra.EntraTerm.OfAttribute;
import io.caravan.operations.entra.EntraTerm.Omitted;
import io.caravan.operations.entra.EntraTerm.Quoted;
import io.caravan.operations.entra.Said.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Says one of Entra's expressions in the language of mappings. Not thread-safe. */
final class EntraTranslation {

    private static final String DATE = "M/d/yyyy h:mm:ss a";
    private static final Map<String, String> UNITS = Map.of("yyyy", "years", "m", "months", "d", "days", "ww", "weeks", "h", "hours", "n", "minutes", "s", "seconds");
    /** Between words where PCase is told none: what can be told apart from a letter without knowing the language. */
    private static final String SEPARATORS = " -_.,;:!?/&()+";
    private static final String READS_ISO = "dates have to be ISO 8601, such as 2026-03-01; dateParse reads others";

    private final Function<String, String> attributes;
    private final String namespace;
    private final Set<String> notes = new LinkedHashSet<>();
    private final EntraConditions conditions = new EntraConditions(this);
    private boolean onlyOnCreate;

    /**
     * @param attributes how an attribute of the source is read, as {@code ${body[name]}}; throws NotFollowed for one that nobody has
     * @param namespace  in which SelectUniqueValue reserves its names
     */
    EntraTranslation(Function<String, String> attributes, String namespace) {
        this.attributes = attributes;
        this.namespace = namespace;
    }

    /** Where it is not quite the same. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Whether each look would give another value, so that it must stay what it was when the account was made. */
    boolean isOnlyOnCreate() {
        return onlyOnCreate;
    }

    /** The whole expression: a constant, or what stands behind {@code value:}. */
    Said whole(EntraTerm term) {
        if (term instanceof Called called && called.name().equals("SelectUniqueValue")) {
            EntraFunctions.count(called.name(), called.arguments(), 1, Integer.MAX_VALUE);
            List<String> arguments = new ArrayList<>(List.of(Said.written(namespace, "the name of the target's attribute")));
            called.arguments().forEach(each -> arguments.add(text(each).argument()));
            onlyOnCreate = true;
            note("a name is reserved for all mappings that say '" + namespace + "', and then stays");
            return Said.text(Said.call("uniqueName", arguments));
        }
        if (term instanceof Called called && called.name().equals("Append") && called.arguments().size() == 2) {
            Said first = text(called.arguments().get(0));
            Said second = text(called.arguments().get(1));
            if (first.isPlain() && second.isPlain()) {
                return new Said(first.code() + second.code(), first.isConstant() && second.isConstant() ? Type.CONSTANT : Type.TEXT, false);
            }
        }
        Said said = value(term);
        if (said.type() == Type.BOOLEAN) {
            note("is true or false, where Entra writes True or False");
        }
        return shown(said);
    }

    void note(String note) {
        notes.add(note);
    }

    String attribute(String name) {
        return attributes.apply(name);
    }

    Said value(EntraTerm term) {
        if (term instanceof OfAttribute attribute) {
            return Said.text(attribute(attribute.name()));
        } else if (term instanceof Quoted quoted) {
            return Said.constant(quoted.text());
        } else if (term instanceof Digits digits) {
            return Said.constant(digits.text());
        } else if (term instanceof Compared) {
            return new Said(Said.call("bool", conditions.of(term)), Type.BOOLEAN, false);
        } else if (term instanceof Called called) {
            return called(called);
        } else if (term instanceof Bare bare && bare.word().matches("(?i)true|false")) {
            return Said.constant(bare.word());
        }
        throw new NotFollowed(term instanceof Bare bare ? "'" + bare.word() + "' is neither text in quotes nor an attribute" : "an argument is missing");
    }

    /** A value in text: a date as Entra writes dates. */
    Said text(EntraTerm term) {
        return shown(value(term));
    }

    private static Said shown(Said said) {
        return said.type() == Type.DATE ? Said.text(Said.call("dateFormat", said.code(), "'" + DATE + "'")) : said;
    }

    private String number(EntraTerm term) {
        Said said = value(term);
        if (said.isConstant() && !said.code().matches("-?\\d{1,18}")) {
            throw new NotFollowed("'" + said.code() + "' is no whole number");
        }
        return said.code();
    }

    String date(EntraTerm term) {
        Said said = value(term);
        if (said.type() != Type.DATE && !isFormatted(term)) {
            note(READS_ISO);
        }
        return said.argument();
    }

    /** Whether it is a date that was brought into ISO 8601 with a time behind it. */
    private static boolean isFormatted(EntraTerm term) {
        return term instanceof Called called && (called.name().equals("FormatDateTime") || called.name().equals("Join") && called.arguments().stream().anyMatch(EntraTranslation::isFormatted));
    }

    private String constant(EntraTerm term, String what) {
        Said said = value(term);
        if (!said.isConstant()) {
            throw new NotFollowed(what + " must be written out here, and cannot be computed");
        }
        return said.code();
    }

    private static boolean given(List<EntraTerm> arguments, int at) {
        return at < arguments.size() && !(arguments.get(at) instanceof Omitted);
    }

    private Said called(Called called) {
        List<EntraTerm> arguments = called.arguments();
        return switch (called.name()) {
            case "Append" -> append(arguments);
            case "Join" -> join(arguments);
            case "ToLower" -> letters("lowercase", called);
            case "ToUpper" -> letters("uppercase", called);
            case "PCase" -> properCase(arguments);
            case "InStr" -> position(arguments);
            case "Replace" -> new EntraReplace(this, arguments).said();
            case "Coalesce" -> coalesce(arguments);
            case "IIF" -> iif(arguments);
            case "Switch" -> choice(arguments);
            case "Not" -> not(arguments);
            case "CBool" -> bool(arguments);
            case "CDate" -> cDate(arguments);
            case "DateAdd" -> dateAdd(arguments);
            case "DateDiff" -> dateDiff(arguments);
            case "FormatDateTime" -> formatDateTime(arguments);
            case "ConvertToBase64" -> base64(arguments);
            case "SingleAppRoleAssignment", "AppRoleAssignmentsComplex", "AssertiveAppRoleAssignmentsComplex" -> roles(called);
            case "SelectUniqueValue" -> throw new NotFollowed("SelectUniqueValue stands inside another function");
            default -> plainly(called);
        };
    }

    private Said plainly(Called called) {
        Counterpart counterpart = EntraFunctions.counterpart(called.name()).orElseThrow(() -> EntraFunctions.unknown(called.name()));
        EntraFunctions.count(called.name(), called.arguments(), counterpart.least(), counterpart.kinds().length());
        List<String> ours = new ArrayList<>();
        for (int i = 0; i < called.arguments().size(); i++) {
            EntraTerm argument = called.arguments().get(i);
            ours.add(switch (counterpart.kinds().charAt(i)) {
                case 'n' -> number(argument);
                case 'd' -> date(argument);
                case 'c' -> Said.written(constant(argument, "what " + called.name() + " is told last"), "what " + called.name() + " is told last");
                case 't' -> text(argument).argument();
                default -> value(argument).argument();
            });
        }
        counterpart.note().ifPresent(note -> note(called.name() + " " + note));
        onlyOnCreate |= counterpart.varies();
        boolean same = called.name().equals("IgnoreFlowIfNullOrEmpty") || called.name().equals("Redact");
        return new Said(Said.call(counterpart.ours(), ours), same && value(called.arguments().get(0)).type() == Type.BOOLEAN ? Type.BOOLEAN : counterpart.gives(), counterpart.blank());
    }

    // ---- text

    private Said append(List<EntraTerm> arguments) {
        EntraFunctions.count("Append", arguments, 2, 2);
        Said first = text(arguments.get(0));
        Said second = text(arguments.get(1));
        return first.isConstant() && second.isConstant() ? Said.constant(first.code() + second.code()) : Said.text(Said.call("concat", first.argument(), second.argument()));
    }

    /** Values that are not there, or empty, are passed over, and so is the separator beside them. */
    private Said join(List<EntraTerm> arguments) {
        EntraFunctions.count("Join", arguments, 2, Integer.MAX_VALUE);
        String separator = given(arguments, 0) ? text(arguments.get(0)).argument() : "''";
        List<Said> parts = arguments.subList(1, arguments.size()).stream().filter(each -> !(each instanceof Omitted)).map(this::text)
                .filter(part -> !part.isConstant() || !part.code().isEmpty()).toList();
        if (parts.isEmpty()) {
            return Said.constant("");
        }
        List<String> ours = parts.stream().map(part -> part.blank() ? Said.call("ignoreIfEmpty", part.argument()) : part.argument()).toList();
        return new Said(Said.call("join", separator, parts.size() == 1 ? ours.get(0) : Said.call("list", ours)), Type.TEXT, false);
    }

    private Said letters(String ours, Called called) {
        EntraFunctions.count(called.name(), called.arguments(), 1, 2);
        if (given(called.arguments(), 1) && constant(called.arguments().get(1), "the culture").matches("(?i)(tr|az|lt)\\b.*")) {
            throw new NotFollowed(called.name() + " follows the rules of a language of its own");
        }
        Said said = text(called.arguments().get(0));
        return new Said(Said.call(ours, said.argument()), Type.TEXT, said.blank());
    }

    private Said properCase(List<EntraTerm> arguments) {
        EntraFunctions.count("PCase", arguments, 1, 2);
        if (!given(arguments, 1)) {
            note("words end at " + SEPARATORS.strip().replace("", " ").strip() + " and spaces, where Entra takes every sign");
        }
        String separators = given(arguments, 1) ? constant(arguments.get(1), "what separates words") : SEPARATORS;
        Said said = text(arguments.get(0));
        return new Said(Said.call("properCase", said.argument(), Said.written(separators, "what separates words")), Type.TEXT, said.blank());
    }

    private Said position(List<EntraTerm> arguments) {
        EntraFunctions.count("InStr", arguments, 2, 4);
        boolean either = given(arguments, 3) && arguments.get(3) instanceof Bare bare && bare.word().equals("vbTextCompare");
        List<String> ours = new ArrayList<>();
        for (EntraTerm argument : arguments.subList(0, 2)) {
            ours.add(either ? Said.call("lowercase", text(argument).argument()) : text(argument).argument());
        }
        if (given(arguments, 2)) {
            ours.add(number(arguments.get(2)));
        }
        return Said.text(Said.call("position", ours));
    }

    /** What is assigned is said here, too, and not read from an attribute. */
    private Said roles(Called called) {
        EntraFunctions.count(called.name(), called.arguments(), 1, 1);
        String roles = "${assignment[roles]}";
        note("who has which role is not in the file: say it by caravan assign or in assignments/, as the application calls them");
        if (called.name().equals("SingleAppRoleAssignment")) {
            return Said.text(Said.call("item", roles, "1"));
        }
        note(called.name().startsWith("Assertive") ? "only the roles' values are written" : "only the roles' values are written, and those that are not held any more are taken away");
        return Said.text(roles);
    }

    // ---- choices

    private Said coalesce(List<EntraTerm> arguments) {
        EntraFunctions.count("Coalesce", arguments, 1, Integer.MAX_VALUE);
        List<Said> parts = arguments.stream().filter(each -> !(each instanceof Omitted)).map(this::text).toList();
        return new Said(Said.call("coalesce", parts.stream().map(Said::argument).toList()), Type.TEXT, parts.stream().anyMatch(Said::blank));
    }

    private Said iif(List<EntraTerm> arguments) {
        EntraFunctions.count("IIF", arguments, 3, 3);
        Said then = given(arguments, 1) ? text(arguments.get(1)) : Said.constant("");
        Said otherwise = given(arguments, 2) ? text(arguments.get(2)) : Said.constant("");
        return new Said(Said.call("iif", conditions.of(arguments.get(0)), then.argument(), otherwise.argument()), Type.TEXT, then.blank() || otherwise.blank());
    }

    /** The empty text as a case means in Entra that there is no value; here no value matches no case. */
    private Said choice(List<EntraTerm> arguments) {
        EntraFunctions.count("Switch", arguments, 4, Integer.MAX_VALUE);
        if (arguments.size() % 2 != 0) {
            throw new NotFollowed("Switch has a case without a value");
        }
        Said source = text(arguments.get(0));
        Said otherwise = given(arguments, 1) ? text(arguments.get(1)) : new Said("${null}", Type.TEXT, false);
        List<Said> keys = new ArrayList<>();
        for (int i = 2; i < arguments.size(); i += 2) {
            keys.add(text(arguments.get(i)));
        }
        boolean truth = keys.stream().allMatch(key -> key.isConstant() && key.code().matches("(?i)true|false|")) && keys.stream().anyMatch(key -> !key.code().isEmpty());
        String subject = truth ? Said.call("lowercase", Said.call("text", source.argument())) : source.argument();
        List<String> ours = new ArrayList<>(List.of(subject, otherwise.argument()));
        String ofNothing = null;
        boolean blank = otherwise.blank();
        for (int i = 0; i < keys.size(); i++) {
            Said key = keys.get(i);
            Said result = text(arguments.get(2 * i + 3));
            blank |= result.blank();
            if (key.isConstant() && key.code().isEmpty()) {
                ofNothing = ofNothing == null ? result.argument() : ofNothing;
            } else {
                ours.addAll(List.of(truth ? "'" + key.code().toLowerCase(java.util.Locale.ROOT) + "'" : key.argument(), result.argument()));
            }
        }
        String chosen = ours.size() > 2 ? Said.call("switch", ours) : otherwise.argument();
        return new Said(ofNothing == null ? chosen : Said.call("iif", Said.call("isNullOrEmpty", source.argument()), ofNothing, chosen), Type.TEXT, blank);
    }

    private Said not(List<EntraTerm> arguments) {
        EntraFunctions.count("Not", arguments, 1, 1);
        return new Said(Said.call("not", conditions.of(arguments.get(0))), Type.BOOLEAN, false);
    }

    private Said bool(List<EntraTerm> arguments) {
        EntraFunctions.count("CBool", arguments, 1, 1);
        boolean value = arguments.get(0) instanceof OfAttribute;
        if (value) {
            note("CBool of an attribute is true here for every text but an empty one and false; in Entra 0 is false, too");
        }
        return new Said(Said.call("bool", value ? text(arguments.get(0)).argument() : conditions.of(arguments.get(0))), Type.BOOLEAN, false);
    }

    // ---- dates and encodings

    private Said cDate(List<EntraTerm> arguments) {
        EntraFunctions.count("CDate", arguments, 1, 1);
        return new Said(date(arguments.get(0)), Type.DATE, false);
    }

    private String unit(EntraTerm term) {
        String unit = constant(term, "the unit");
        if (!UNITS.containsKey(unit)) {
            throw new NotFollowed("there is no unit '" + unit + "'");
        }
        return "'" + UNITS.get(unit) + "'";
    }

    private Said dateAdd(List<EntraTerm> arguments) {
        EntraFunctions.count("DateAdd", arguments, 3, 3);
        return new Said(Said.call("dateAdd", date(arguments.get(2)), number(arguments.get(1)), unit(arguments.get(0))), Type.DATE, false);
    }

    private Said dateDiff(List<EntraTerm> arguments) {
        EntraFunctions.count("DateDiff", arguments, 3, 3);
        String unit = unit(arguments.get(0));
        if (unit.equals("'weeks'")) {
            note("counts whole weeks; Entra rounds");
        }
        return Said.text(Said.call("dateDiff", date(arguments.get(1)), date(arguments.get(2)), unit));
    }

    private Said formatDateTime(List<EntraTerm> arguments) {
        EntraFunctions.count("FormatDateTime", arguments, 4, 4);
        String read = given(arguments, 2) ? constant(arguments.get(2), "the pattern of a date") : "";
        String date = read.isEmpty() ? date(arguments.get(0))
                : Said.call("dateParse", text(arguments.get(0)).argument(), Said.written(DotNetDates.java(read), "the pattern of a date"));
        if (given(arguments, 1)) {
            throw new NotFollowed("how a date is read is told by DateTimeStyles");
        }
        if (read.contains("z") || read.contains("K")) {
            note("a time with an offset is brought into UTC");
        }
        return Said.text(Said.call("dateFormat", date, Said.written(DotNetDates.java(constant(arguments.get(3), "the pattern of a date")), "the pattern of a date")));
    }

    private Said base64(List<EntraTerm> arguments) {
        EntraFunctions.count("ConvertToBase64", arguments, 1, 1);
        return Said.text(Said.call("base64", text(arguments.get(0)).argument(), "'UTF-16LE'"));
    }
}
