package io.caravan.store;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sentences in which links and changes told their reason before schema 4, as JSON of {@link BecauseJson}. Frozen: it reads what was
 * published, whatever is said today.
 *
 * @param json    the reason as data
 * @param problem whether it says what failed, and not why the account stands as it does
 */
record PublishedReason(String json, boolean problem) {

    private static final Pattern PLACE = Pattern.compile("(?s)(.*) \\((.+?)(?::(\\d+)(?::(\\d+))?)?\\)");
    private static final String SCOPE = "(left scope|out of scope): (.*)";

    private static final List<Sentence> PERSON = List.of(
            new Sentence("terminated urgently", "terminated-urgently"),
            new Sentence("no source has the record since (.*)", "record-absent"),
            new Sentence("status is terminated", "status-terminated"),
            new Sentence("last working day was (.*)", "last-working-day-over"),
            new Sentence("end date was (.*)", "employment-over"),
            new Sentence("start date is (.*)", "starts-on"),
            new Sentence("on leave since (.*)", "on-leave-since"),
            new Sentence("status is leave", "status-leave"));

    private static final List<Sentence> ACCOUNT = List.of(
            new Sentence("no match rule has a value to look for", "no-value-to-match"),
            new Sentence("there is no account, and this job creates none", "creates-none"),
            new Sentence("account (.*) matches (\\S+), and onMatch is report", "match-reported"),
            new Sentence("the account is gone from the target, and onMissing is report", "gone-reported"));

    private static final Pattern HELD = Pattern.compile("(?s)(.*); held for (P\\S+) since (\\S+)");
    private static final Pattern LEFT = Pattern.compile("(?s)has left(?:: (.*?))?(?:; " + SCOPE + ")?");
    private static final Pattern ONLY_SCOPE = Pattern.compile("(?s)" + SCOPE);
    private static final Pattern NOT_YET_DUE = Pattern.compile("(?s)not yet due: (.*)");
    private static final Pattern NOTHING_TO_DISABLE = Pattern.compile("(?s)there is no account to disable: (.*)");
    private static final Pattern OPEN = Pattern.compile(
            "(?s)(has left.*?), but account (.*), which was never linked, matches (\\S+) (\\(.*\\)) and is enabled; if it is this person's, disable it in the target");
    private static final Pattern GONE = Pattern.compile("(?s)the account (.*) is gone from the target");
    private static final Pattern MATCHED = Pattern.compile("(?s)(\\S+) matches (\\([^()]*\\))");
    private static final Pattern SEVERAL = Pattern.compile("(?s)(\\d+) accounts match (\\S+): (.*) (\\([^()]*\\))");
    private static final Pattern ANOTHER = Pattern.compile("(?s)the account that matches (\\S+), (.*), is linked to another identity (\\([^()]*\\))");

    private record Sentence(Pattern text, String reason) {
        Sentence(String text, String reason) {
            this(Pattern.compile("(?s)" + text), reason);
        }

        Optional<String> read(String said) {
            Matcher matcher = text.matcher(said);
            return matcher.matches() ? Optional.of(json(reason, groups(matcher), "", "")) : Optional.empty();
        }
    }

    /** Empty for empty text. Text of no sentence that was published is what an expression or value said when it failed. */
    static Optional<PublishedReason> of(String said) {
        if (said.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(standing(said).map(json -> new PublishedReason(json, false))
                .or(() -> failure(said).map(json -> new PublishedReason(json, true)))
                .orElseGet(() -> new PublishedReason(json("evaluation-failed", List.of(said), "", ""), true)));
    }

    private static Optional<String> standing(String said) {
        Matcher held = HELD.matcher(said);
        if (held.matches()) {
            return standing(held.group(1)).map(cause -> json("hold-over", List.of(held.group(2), held.group(3)), "", cause));
        }
        Matcher open = OPEN.matcher(said);
        if (open.matches()) {
            return standing(open.group(1)).map(cause -> json("open-account-of-leaver", List.of(open.group(2), open.group(3)), open.group(4), cause));
        }
        Matcher due = NOT_YET_DUE.matcher(said);
        if (due.matches()) {
            return standing(due.group(1)).map(cause -> json("not-yet-due", List.of(), "", cause));
        }
        Matcher nothing = NOTHING_TO_DISABLE.matcher(said);
        if (nothing.matches()) {
            return standing(nothing.group(1)).map(cause -> json("nothing-to-disable", List.of(), "", cause));
        }
        Matcher matched = MATCHED.matcher(said);
        if (matched.matches()) {
            return Optional.of(json("matched", List.of(matched.group(1)), matched.group(2), ""));
        }
        return left(said).or(() -> scope(said)).or(() -> first(PERSON, said)).or(() -> first(ACCOUNT, said));
    }

    private static Optional<String> left(String said) {
        Matcher left = LEFT.matcher(said);
        if (!left.matches()) {
            return Optional.empty();
        }
        Optional<String> person = left.group(1) == null ? Optional.of("") : first(PERSON, left.group(1));
        return person.map(cause -> json("has-left", List.of(), "", cause))
                .map(cause -> left.group(2) == null ? cause : json(left.group(2).replace(' ', '-'), List.of(left.group(3)), "", cause));
    }

    private static Optional<String> scope(String said) {
        Matcher scope = ONLY_SCOPE.matcher(said);
        return scope.matches() ? Optional.of(json(scope.group(1).replace(' ', '-'), List.of(scope.group(2)), "", "")) : Optional.empty();
    }

    private static Optional<String> failure(String said) {
        Matcher gone = GONE.matcher(said);
        if (gone.matches()) {
            return Optional.of(json("account-gone", List.of(gone.group(1)), "", ""));
        }
        Matcher several = SEVERAL.matcher(said);
        if (several.matches()) {
            return Optional.of(json("several-match", List.of(several.group(1), several.group(2), several.group(3)), several.group(4), ""));
        }
        Matcher another = ANOTHER.matcher(said);
        return another.matches() ? Optional.of(json("belongs-to-another", List.of(another.group(1), another.group(2)), another.group(3), "")) : Optional.empty();
    }

    private static Optional<String> first(List<Sentence> sentences, String said) {
        return sentences.stream().map(sentence -> sentence.read(said)).flatMap(Optional::stream).findFirst();
    }

    private static List<String> groups(Matcher matcher) {
        return java.util.stream.IntStream.rangeClosed(1, matcher.groupCount()).mapToObj(matcher::group).toList();
    }

    /** @param where {@code (file:line:column)}; {@code cause} is JSON already; both may be empty */
    private static String json(String reason, List<String> arguments, String where, String cause) {
        Matcher place = PLACE.matcher(" " + where);
        return Json.text(out -> {
            out.writeStartObject();
            out.writeStringField("reason", reason);
            if (!arguments.isEmpty()) {
                out.writeFieldName("arguments");
                Json.writeValue(out, arguments);
            }
            if (place.matches()) {
                out.writeStringField("file", place.group(2));
                out.writeFieldName("place");
                out.writeArray(new int[] {number(place.group(3)), number(place.group(4)), 1}, 0, 3);
            }
            if (!cause.isEmpty()) {
                out.writeFieldName("cause");
                out.writeRawValue(cause);
            }
            out.writeEndObject();
        });
    }

    private static int number(String text) {
        return text == null ? 0 : Integer.parseInt(text);
    }
}
