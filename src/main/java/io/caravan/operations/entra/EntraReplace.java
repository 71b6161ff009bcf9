package io.caravan.operations.entra;

import io.caravan.operations.entra.EntraTerm.Omitted;
import java.util.List;

/** {@code Replace(source, oldValue, regexPattern, regexGroupName, replacementValue, replacementAttributeName, template)} in each of its five meanings. */
final class EntraReplace {

    private static final int OLD = 1;
    private static final int PATTERN = 2;
    private static final int GROUP = 3;
    private static final int REPLACEMENT = 4;
    private static final int ATTRIBUTE = 5;
    private static final int TEMPLATE = 6;

    private final EntraTranslation translation;
    private final List<EntraTerm> arguments;

    EntraReplace(EntraTranslation translation, List<EntraTerm> arguments) {
        this.translation = translation;
        this.arguments = arguments;
        EntraFunctions.count("Replace", arguments, 2, 7);
    }

    private boolean has(int argument) {
        return argument < arguments.size() && !(arguments.get(argument) instanceof Omitted);
    }

    private Said get(int argument) {
        return translation.text(arguments.get(argument));
    }

    private String constant(int argument, String what) {
        Said said = get(argument);
        if (!said.isConstant()) {
            throw new NotFollowed(what + " must be written out here, and cannot be computed");
        }
        return said.code();
    }

    Said said() {
        if (has(OLD) && !has(PATTERN) && has(TEMPLATE) && !has(REPLACEMENT)) {
            return plain(get(OLD), get(0), get(TEMPLATE));
        }
        if (has(OLD) && !has(PATTERN) && has(REPLACEMENT) && !has(TEMPLATE)) {
            return plain(get(OLD), get(REPLACEMENT), get(0));
        }
        if (has(OLD) || !has(PATTERN) || has(TEMPLATE) || has(REPLACEMENT) == has(ATTRIBUTE)) {
            throw new NotFollowed("Replace has arguments that do not belong together");
        }
        DotNetPattern pattern = DotNetPattern.of(constant(PATTERN, "the pattern"));
        if (has(ATTRIBUTE)) {
            return extracted(pattern);
        }
        String replacement = constant(REPLACEMENT, "the replacement of a pattern");
        return has(GROUP) ? ofGroup(pattern, pattern.number(constant(GROUP, "the name of a group")), replacement)
                : replaced(pattern.inEveryScript(), pattern.replacement(replacement), get(0));
    }

    private static Said plain(Said from, Said to, Said text) {
        for (Said each : List.of(from, to)) {
            if (each.isConstant() && each.code().matches("(?s).*&(quot|apos|empty);.*")) {
                throw new NotFollowed("the text to replace has what replace would read as a quote");
            }
        }
        if (from.isConstant() && from.code().isEmpty()) {
            throw new NotFollowed("an empty text is to be replaced");
        }
        return new Said(Said.call("replace", from.argument(), to.argument(), text.argument()), Said.Type.TEXT, true);
    }

    private static Said replaced(String pattern, String replacement, Said text) {
        return new Said(Said.call("replaceRegex", written(pattern), Said.quoted(replacement), text.argument()), Said.Type.TEXT, true);
    }

    /** An apostrophe as its number, so that both kinds of quotes may stand in a pattern. */
    private static String written(String pattern) {
        return Said.written(pattern.replace("'", "\\x27"), "the pattern");
    }

    /** Only what the group matched is replaced: what stands before and behind it is put back. */
    private Said ofGroup(DotNetPattern pattern, int group, String replacement) {
        DotNetPattern.Span span = pattern.spans().get(group - 1);
        if (!span.alone() || pattern.choice()) {
            throw new NotFollowed("the group that is replaced stands in another, in a choice, or is repeated");
        }
        String java = pattern.java();
        String before = java.substring(0, span.from());
        String inside = "(?:" + java.substring(span.from() + 1, span.to());
        String behind = java.substring(span.to());
        String literal = replacement.replaceAll("[\\\\$]", "\\\\$0").replaceFirst("^(?=\\d)", before.isEmpty() ? "" : "\\\\");
        if (before.isEmpty() && behind.isEmpty()) {
            return replaced(scripts(pattern, java), literal, get(0));
        }
        if (java.matches("(?s).*\\\\\\d.*")) {
            throw new NotFollowed("the pattern refers to one of its groups by number");
        }
        String all = (before.isEmpty() ? "" : "(" + before + ")") + inside + (behind.isEmpty() ? "" : "(" + behind + ")");
        long number = pattern.spans().stream().filter(other -> other.from() < span.to()).count() + (before.isEmpty() ? 0 : 1);
        return replaced(scripts(pattern, all), (before.isEmpty() ? "" : "$1") + literal + (behind.isEmpty() ? "" : "$" + number), get(0));
    }

    private static String scripts(DotNetPattern pattern, String java) {
        return pattern.inEveryScript().startsWith("(?U)") ? "(?U)" + java : java;
    }

    /** The value itself where there is one, else what the group matches in another attribute; nothing where it matches nothing. */
    private Said extracted(DotNetPattern pattern) {
        int group = pattern.number(has(GROUP) ? constant(GROUP, "the name of a group") : "");
        String whole = "(?s)" + (pattern.inEveryScript().startsWith("(?U)") ? "(?U)" : "") + ".*?" + (pattern.choice() ? "(?:" + pattern.java() + ")" : pattern.java()) + ".*";
        Said other = get(ATTRIBUTE);
        String found = Said.call("iif", other.code() + " regex " + written(whole), Said.call("replaceRegex", written(whole), "'$" + group + "'", other.code()), "${null}");
        return Said.text(Said.call("coalesce", Said.call("ignoreIfEmpty", get(0).argument()), found));
    }
}
