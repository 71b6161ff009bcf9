package io.caravan.operations;

import io.caravan.operations.AccountStandings.Standing;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who had which account open at a moment, and why: as the log tells it, whose chain was verified first. What somebody changed in a target
 * by hand is in no log.
 *
 * @param on       the day or moment, as it was asked for
 * @param at       the moment: the end of that day
 * @param logSince when the log begins: of accounts that were there before, it tells from when they were recognised
 * @param entries  how many entries it has
 * @param lastHash of its last entry
 * @param bySystem how many accounts were open in each system
 * @param people   how many people had one
 * @param access   in the order of people
 */
public record AccessReport(String on, String at, String logSince, long entries, String lastHash, Map<String, Long> bySystem, long people, List<Access> access) {

    /**
     * One account that was open.
     *
     * @param display what the person is called now, beside the key
     * @param name    what people call it; empty when it is called by its id
     * @param since   when it was opened, or recognised
     * @param why     what the log says of that
     * @param by      what began it, and who
     * @param managed false for one that was kept and is not looked after any more
     * @param entry   the number of the log's entry
     */
    public record Access(String identity, DisplayName display, String job, String system, String name, String account, String since, String why, String by, boolean managed,
                         long entry) {

        public Access(String identity, String job, String system, String name, String account, String since, String why, String by, boolean managed, long entry) {
            this(identity, DisplayName.NONE, job, system, name, account, since, why, by, managed, entry);
        }

        private static Access of(Standing one) {
            return new Access(one.identity(), one.job(), one.system(), one.name(), one.account(), one.since().toString(), one.why(), one.by(), one.state().isManaged(), one.entry());
        }

        private Access named(DisplayName person) {
            return new Access(identity, person, job, system, name, account, since, why, by, managed, entry);
        }
    }

    /**
     * As of a moment.
     *
     * @param on a day, in the project's zone, or a moment
     * @throws Refusal when the log does not reach back so far, is broken, or the moment lies ahead
     */
    public static AccessReport of(OpenProject project, String on) {
        Instant until = Days.endOf(project, on);
        if (until.isAfter(project.now().plusSeconds(86_400))) {
            throw new Refusal(Refusal.Kind.USAGE, "who will have access at " + until + " is in no log", "Name a day that is over, or today");
        }
        AccountStandings walk = new AccountStandings(project, until);
        BelievedLog log = BelievedLog.walk(project, walk::step);
        if (log.since().isEmpty() || !log.since().get().isBefore(until)) {
            throw new Refusal(Refusal.Kind.FAILED, log.since().map(since -> "the log begins at " + since).orElse("the log is empty") + ": of " + until + " it knows nothing",
                    "Name a later day; what was before is in the backups of that time");
        }
        List<Access> access = walk.all().stream().filter(standing -> standing.state().isOpen()).map(Access::of).sorted(Comparator.comparing(Access::identity).thenComparing(Access::job)).toList();
        Map<String, Long> bySystem = new TreeMap<>();
        access.forEach(one -> bySystem.merge(one.system(), 1L, Long::sum));
        return new AccessReport(on, until.toString(), log.since().get().toString(), log.entries(), log.lastHash().orElse(""), bySystem,
                access.stream().map(Access::identity).distinct().count(), named(project, access));
    }

    private static List<Access> named(OpenProject project, List<Access> access) {
        PeopleNames people = PeopleNames.of(project);
        Map<String, DisplayName> names = people.byKey(access.stream().filter(one -> people.isOfPeople(one.job())).map(Access::identity).toList());
        return names.isEmpty() ? access : access.stream()
                .map(one -> people.isOfPeople(one.job()) ? one.named(names.getOrDefault(one.identity(), DisplayName.NONE)) : one).toList();
    }
}
