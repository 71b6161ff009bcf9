package io.caravan.operations;

import io.caravan.engine.ChangeStore.CauseCount;
import io.caravan.engine.ChangeStore.DeadLetter;
import io.caravan.engine.ChangeStore.LetterFilter;
import io.caravan.plan.Change;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Dead letters: changes and records that are not tried again by themselves.
 *
 * @param causes      what they have in common, the most frequent first; all of those that are chosen
 * @param deadLetters the newest first, at most so many as were asked for
 */
public record DeadLetterList(List<Cause> causes, List<Letter> deadLetters) {

    /**
     * Those of a job with one outcome in the same words, whatever persons, values, ids and numbers stand between these.
     *
     * @param id     the same for the same cause, in every job
     * @param reason of the newest of them
     * @param since  when the first became one
     * @param last   when the newest did
     */
    public record Cause(String id, String job, String outcome, long count, String since, String last, String reason) {

        private static Cause of(CauseCount count) {
            return new Cause(count.cause(), count.job(), count.outcome().word(), count.count(), count.since().toString(), count.last().toString(), count.newest().reason());
        }
    }


    /**
     * @param subject what it is about: an identity, or a source record that became none
     * @param display what that person is called beside the key
     * @param change  what was to be done; {@code read} or {@code resolve} for a record that could not be used
     * @param values  what was to be written, secrets hidden
     * @param outcome what came back
     * @param cause   the id of the {@link Cause} it has in common with others
     * @param place   file and line of a source record
     * @param again   whether the next cycle tries it again
     */
    public record Letter(String job, String subject, DisplayName display, String change, List<String> attributes, List<ChangedAttribute> values, String outcome,
                         String cause, String reason, String place, int attempts, String at, boolean again) {

        private static Letter of(DeadLetter letter, DisplayName display, Optional<Set<String>> secrets) {
            List<ChangedAttribute> values = secrets.map(hidden -> Change.masked(letter.change().map(Change::changes).orElse(List.of()), hidden).stream()
                    .map(ChangedAttribute::of).toList()).orElse(List.of());
            return new Letter(letter.job(), letter.identityKey().isEmpty() ? letter.anchor().orElse("") : letter.identityKey(), display,
                    letter.change().map(change -> change.kind().word()).orElse(letter.stage().word()),
                    values.stream().map(ChangedAttribute::name).toList(), values, letter.outcome().word(), letter.cause(), letter.reason(), letter.where(),
                    letter.failure().attempts(), letter.failure().at().toString(), letter.again());
        }
    }

    /** At most so many of those that are chosen. */
    public static DeadLetterList of(OpenProject project, LetterChoice choice, int limit) {
        Refusal.unlessSome(limit);
        LetterFilter filter = choice.filter(project);
        return of(project.store().changes().causes(filter), project.store().changes().deadLetters(filter, limit), project);
    }

    /**
     * All of those that are chosen.
     *
     * @throws Refusal when there are none; names the causes there are
     */
    public static DeadLetterList orRefuse(OpenProject project, LetterChoice choice) {
        DeadLetterBox.refuseNone(project.store(), choice.filter(project));
        return of(project, choice, Integer.MAX_VALUE);
    }

    /** Of a job of which it is not known what is to be hidden nothing is shown that was to be written. */
    private static DeadLetterList of(List<CauseCount> causes, List<DeadLetter> letters, OpenProject open) {
        Map<String, Set<String>> hidden = new HashMap<>();
        if (open.mayShowValues()) {
            open.project().jobs().forEach(job -> hidden.put(job.name(), open.project().secrets(job)));
        }
        PeopleNames people = PeopleNames.of(open);
        Map<String, DisplayName> names = people.byKey(letters.stream().filter(letter -> people.isOfPeople(letter.job())).map(DeadLetter::identityKey).toList());
        return new DeadLetterList(causes.stream().map(Cause::of).toList(), letters.stream().map(letter -> Letter.of(letter,
                people.isOfPeople(letter.job()) ? names.getOrDefault(letter.identityKey(), DisplayName.NONE) : DisplayName.NONE, Optional.ofNullable(hidden.get(letter.job())))).toList());
    }
}
