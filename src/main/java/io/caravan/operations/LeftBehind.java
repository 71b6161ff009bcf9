package io.caravan.operations;

import io.caravan.connector.OutcomeKind;
import io.caravan.engine.ChangeStore.DeadLetter;
import io.caravan.engine.ChangeStore.LetterCount;
import io.caravan.engine.ChangeStore.LetterFilter;
import io.caravan.engine.ChangeStore.Stage;
import io.caravan.engine.RulingStore.Ruling;
import io.caravan.engine.StateStore;
import io.caravan.subject.Identity;
import io.caravan.subject.Link;
import io.caravan.subject.Reason;
import io.caravan.subject.Sentences;
import io.caravan.runtime.NextStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * People or records that a job has left behind for one cause.
 *
 * @param cause {@code forbidden}, {@code several-match}, …: an outcome's word, or that of what failed
 * @param count how many they are
 * @param some  the first few of them
 * @param next  what to do about it
 */
public record LeftBehind(String job, String cause, long count, List<Person> some, String next) {

    /** How many are named; the others are counted. */
    private static final int NAMED = 5;
    /** Dead letters with one outcome can be of several stages: so many are looked at for the few that are named. */
    private static final int LOOKED_AT = 200;

    /**
     * @param who     an identity's key, or a source record's
     * @param display what the person is called beside the key
     */
    public record Person(String who, DisplayName display, String why) {

        public Person(String who, String why) {
            this(who, DisplayName.NONE, why);
        }
    }

    /** All that the job leaves behind as things stand, also from earlier cycles; empty: nobody. */
    static List<LeftBehind> of(OpenProject open, String job) {
        List<LeftBehind> left = new ArrayList<>();
        open.store().changes().deadLetterCounts(job).forEach(count -> left.add(letters(open, job, count)));
        rejected(open, job).ifPresent(left::add);
        open.store().links().problems(job).forEach((reason, count) -> left.add(problems(open, job, reason, count)));
        return left;
    }

    private static LeftBehind letters(OpenProject open, String job, LetterCount count) {
        List<DeadLetter> letters = open.store().changes().deadLetters(new LetterFilter(Optional.of(job), Optional.empty(), Optional.of(count.outcome().word())), LOOKED_AT);
        List<DeadLetter> first = letters.stream().filter(letter -> letter.stage() == count.stage()).limit(NAMED).toList();
        Map<String, DisplayName> names = PeopleNames.of(open).byKey(job, first.stream().map(DeadLetter::identityKey).toList());
        List<Person> some = first.stream().map(letter -> new Person(
                letter.identityKey().isEmpty() ? letter.anchor().orElse("?") : letter.identityKey(), names.getOrDefault(letter.identityKey(), DisplayName.NONE),
                letter.reason() + (letter.where().isEmpty() ? "" : " (" + letter.where() + ")"))).toList();
        String cause = count.stage() == Stage.READ ? "rejected" : count.outcome().word();
        return new LeftBehind(job, cause, count.count(), some, next(job, count));
    }

    /** Somebody has decided that it is not made. It is not made, all the same: a leaver among them keeps the account. */
    private static Optional<LeftBehind> rejected(OpenProject open, String job) {
        List<Ruling> rulings = HeldPool.rejections(open.store(), job);
        List<Ruling> first = rulings.stream().limit(NAMED).toList();
        List<String> ofPeople = first.stream().map(Ruling::change).filter(change -> change.kind().isOfMembers() || PeopleNames.of(open).isOfPeople(job)).map(PlanView::who).toList();
        Map<String, DisplayName> names = PeopleNames.of(open).byKey(ofPeople);
        List<Person> some = first.stream().map(ruling -> new Person(PlanView.who(ruling.change()), names.getOrDefault(PlanView.who(ruling.change()), DisplayName.NONE),
                why(ruling))).toList();
        return rulings.isEmpty() ? Optional.empty() : Optional.of(new LeftBehind(job, "change-rejected", rulings.size(), some,
                "decided anew when something else is due, or when that time is over; to make it after all: caravan approve " + job + " --rejected"));
    }

    private static String why(Ruling ruling) {
        String because = Sentences.of(ruling.change().because());
        String what = ruling.change().kind().word() + (ruling.change().kind().isOfMembers() ? " " + ruling.change().identityKey() : "");
        return what + (because.isEmpty() ? "" : " (" + because + ")") + " was " + HeldDecision.words(ruling);
    }

    private static String next(String job, LetterCount count) {
        String retry = "caravan dead-letters retry --job " + job + " --cause " + count.outcome().word();
        return switch (count.stage()) {
            case READ -> "put the source right, and the next reading takes them; all of them: " + NextStep.deadLetters(job);
            case RESOLVE -> "put the record or the mapping right, and the next cycle takes them; if the cause was elsewhere: " + retry;
            case DISPATCH -> count.outcome() == OutcomeKind.BLOCKED
                    ? "they go with each cycle until the target has what is missing; all of them: " + NextStep.deadLetters(job)
                    : "put right what it says, and then: " + retry;
        };
    }

    private static LeftBehind problems(OpenProject open, String job, Reason reason, long count) {
        StateStore store = open.store();
        PeopleNames names = PeopleNames.of(open);
        List<Link> links = store.links().withProblem(job, reason, NAMED);
        Map<Long, Identity> identities = store.hub().identities(links.stream().map(Link::identityId).toList());
        List<Person> some = links.stream().map(link -> new Person(identities.get(link.identityId()).key(), names.of(identities.get(link.identityId())), Sentences.of(link.problem()))).toList();
        return new LeftBehind(job, reason.word(), count, some, next(job, reason, some.stream().map(Person::who).findFirst().orElse("WHO")));
    }

    private static String next(String job, Reason reason, String first) {
        String story = "caravan explain " + first + " " + job + " tells the whole story";
        return switch (reason) {
            case HELD_BACK_BY_ROUTE -> "each cycle plans them again; see what routes/ does between caravan:batches, caravan:deliver and caravan:record";
            case NOT_STORED -> "see in the application what keeps the accounts so, put it right, and then: caravan dead-letters retry --job " + job + " --cause "
                    + reason.word() + "; an application that never shows it needs notReturned: true in its connector";
            case STATE_UNCLEAR -> "where that word means open, or closed, let the connector know it (a database: enabledValue, disabledValue, with commas between several); "
                    + "to have it written as it was known: caravan dead-letters retry --job " + job + " --cause " + reason.word() + "; " + story;
            case CREATE_IN_DOUBT, ANCHOR_SHARED, ACCOUNT_MISSING -> "each cycle looks again; where it stays so, look into the application, and then: caravan settle " + first
                    + " " + job + " --account ID, or --no-account if there is none; " + story;
            case SEVERAL_MATCH -> "remove one in the application, or say which is right: caravan settle " + first + " " + job + " --account ID; " + story;
            case MATCHES_ANOTHER -> "if it is this person's: caravan settle " + first + " " + job + " --account ID; if it is not, take the value from the account in the application,"
                    + " or say so (caravan adopt); " + story;
            case OPEN_ACCOUNT_OF_LEAVER -> "if it is hers, close it in the application, or, where she is linked to none, have it closed: caravan settle " + first + " " + job
                    + " --account ID; " + story;
            default -> "each cycle looks again; " + story;
        };
    }
}
