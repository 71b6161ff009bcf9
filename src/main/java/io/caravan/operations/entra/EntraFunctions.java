package io.caravan.operations.entra;

import io.caravan.operations.entra.Said.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The functions of Entra that have one of ours as their counterpart, argument by argument. */
final class EntraFunctions {

    /**
     * One of them.
     *
     * @param ours  what it is called here
     * @param takes for each argument: {@code t} text, {@code n} number, {@code d} date, {@code a} anything, {@code c} what must be written out; behind {@code ?} they may be left out
     * @param gives what comes out
     * @param blank whether that may be an empty text
     * @param note  where it is not quite the same
     */
    record Counterpart(String ours, String takes, Type gives, boolean blank, Optional<String> note) {

        int least() {
            int may = takes.indexOf('?');
            return may < 0 ? takes.length() : may;
        }

        String kinds() {
            return takes.replace("?", "");
        }

        /** Whether each call gives another value. */
        boolean varies() {
            return ours.equals("guid") || ours.equals("randomString");
        }
    }

    private static final Map<String, Counterpart> ALL = Map.ofEntries(
            Map.entry("Left", text("left", "tn", "of no value it makes none, where Entra makes an empty text")),
            Map.entry("Mid", text("mid", "tnn", "")),
            Map.entry("Word", text("word", "tnc", "of no value it makes none, where Entra makes an empty text")),
            Map.entry("Len", new Counterpart("characters", "t", Type.TEXT, false, Optional.empty())),
            Map.entry("StripSpaces", text("stripSpaces", "t", "takes tabs and other white space away, too")),
            Map.entry("Trim", text("trim", "t", "")),
            Map.entry("NormalizeDiacritics", text("normalizeDiacritics", "t", "writes Greek and Cyrillic in Latin letters, too")),
            Map.entry("Split", new Counterpart("split", "tt", Type.TEXT, false, Optional.of("spaces around a part stay, and empty parts at the end go"))),
            Map.entry("Item", new Counterpart("item", "an", Type.TEXT, false, Optional.empty())),
            Map.entry("Count", new Counterpart("count", "a", Type.TEXT, false, Optional.empty())),
            Map.entry("RemoveDuplicates", new Counterpart("distinct", "a", Type.TEXT, false, Optional.empty())),
            Map.entry("BitAnd", new Counterpart("bitAnd", "nn", Type.TEXT, false, Optional.empty())),
            Map.entry("CStr", new Counterpart("text", "t", Type.TEXT, true, Optional.empty())),
            Map.entry("ConvertToUTF8Hex", new Counterpart("hex", "t", Type.TEXT, true, Optional.empty())),
            Map.entry("IgnoreFlowIfNullOrEmpty", new Counterpart("ignoreIfEmpty", "t", Type.TEXT, false, Optional.empty())),
            Map.entry("Redact", new Counterpart("redact", "t", Type.TEXT, true, Optional.empty())),
            Map.entry("IsNull", bool("isNull")),
            Map.entry("IsNullOrEmpty", bool("isNullOrEmpty")),
            Map.entry("IsNullorEmpty", bool("isNullOrEmpty")),
            Map.entry("IsPresent", bool("isPresent")),
            Map.entry("IsString", bool("isString")),
            Map.entry("Now", new Counterpart("now", "", Type.DATE, false, Optional.empty())),
            Map.entry("DateFromNum", new Counterpart("fromAdTicks", "n", Type.DATE, false, Optional.of("0 and 9223372036854775807 mean never, and give no value"))),
            Map.entry("NumFromDate", new Counterpart("toAdTicks", "d", Type.TEXT, false, Optional.empty())),
            Map.entry("Guid", new Counterpart("guid", "", Type.TEXT, false, Optional.empty())),
            Map.entry("RandomString", new Counterpart("randomString", "nnnnn?c", Type.TEXT, false, Optional.of("is marked as a secret"))));

    private static final Map<String, String> HERE_ELSEWHERE = Map.of(
            "DefaultDomain", "which domain is meant is a setting of the tenant, not in this file: write it out");

    private EntraFunctions() {
    }

    private static Counterpart text(String ours, String takes, String note) {
        return new Counterpart(ours, takes, Type.TEXT, true, Optional.of(note).filter(said -> !said.isEmpty()));
    }

    private static Counterpart bool(String ours) {
        return new Counterpart(ours, "a", Type.BOOLEAN, false, Optional.empty());
    }

    static Optional<Counterpart> counterpart(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /** Why there is nothing for it. */
    static NotFollowed unknown(String name) {
        return new NotFollowed(HERE_ELSEWHERE.getOrDefault(name, "there is no function " + name + " here"));
    }

    /** The names that a list of arguments has too few or too many for. */
    static void count(String name, List<EntraTerm> arguments, int least, int most) {
        if (arguments.size() < least || arguments.size() > most) {
            throw new NotFollowed(name + " has " + arguments.size() + (arguments.size() == 1 ? " argument" : " arguments") + ", and needs "
                    + (least == most ? least : most == Integer.MAX_VALUE ? least + " or more" : least + " to " + most));
        }
    }
}
