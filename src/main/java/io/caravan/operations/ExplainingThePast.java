package io.caravan.operations;

import io.caravan.engine.LogEntry;
import io.caravan.engine.LogStore.StoredEntry;
import io.caravan.mapping.Job;
import io.caravan.operations.AccountStandings.Standing;
import io.caravan.operations.AccountStandings.State;
import io.caravan.operations.History.Proof;
import io.caravan.operations.LifeCourse.Turn;
import io.caravan.operations.PastAttributes.Version;
import io.caravan.operations.PastExplanation.AccountThen;
import io.caravan.operations.PastExplanation.AttributeThen;
import io.caravan.operations.PastExplanation.MembershipThen;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.LifecycleState;
import io.caravan.subject.Membership;
import io.caravan.subject.Sentences;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells what somebody had at a moment that is over: accounts by what the log's entries add up to, attributes walked back through them. */
final class ExplainingThePast {

    /** So many members of a group are told. */
    private static final int NAMED = 1000;

    private final OpenProject project;
    private final SubjectLog log;
    private final Instant at;
    private final List<String> notes = new ArrayList<>();

    private ExplainingThePast(OpenProject project, String who, Optional<Kind> kind, Instant at) {
        this.project = project;
        this.at = at;
        this.log = SubjectLog.of(project, who, kind);
    }

    /**
     * As of a moment.
     *
     * @param job  only this job
     * @param asOf as it was asked for
     * @param at   the last moment that counts
     * @throws Refusal when the log does not reach back so far; nobody is meant, or several are
     */
    static PastExplanation explain(OpenProject project, String who, Optional<Kind> kind, Optional<String> job, String asOf, Instant at) {
        return new ExplainingThePast(project, who, kind, at).explain(job.map(project::jobName), asOf);
    }

    private PastExplanation explain(Optional<String> job, String asOf) {
        Optional<Instant> since = log.log().since();
        if (since.isEmpty() || since.get().isAfter(at)) {
            throw new Refusal(Refusal.Kind.FAILED, since.map(begin -> "the log begins at " + begin).orElse("the log is empty") + ": of " + at + " it knows nothing",
                    "Name a later day; what was before is in the backups of that time");
        }
        PastAttributes past = PastAttributes.of(log.identity(), log.entries(), project.project().secrets());
        Optional<Version> version = past.at(at);
        Optional<Turn> standing = LifeCourse.of(log.subject().kind(), past.versions(), Days.zone(project), since.get(), at.plusMillis(1)).stream().reduce((before, last) -> last);
        remarks(past, version);
        boolean shown = project.mayShowValues();
        List<MembershipThen> members = members();
        return new PastExplanation(log.subject().key(), log.identity().map(PeopleNames.of(project)::of).orElse(DisplayName.NONE), asOf, at.toString(), Days.zone(project).getId(),
                new Proof(since.map(Instant::toString), log.log().lastHash().orElse(""), log.log().brokenAt(), List.copyOf(notes)), version.isPresent(),
                standing.filter(turn -> shown).flatMap(Turn::after).map(LifecycleState::word).orElse(""), standing.filter(turn -> shown).map(turn -> Sentences.of(turn.because())).orElse(""),
                version.filter(then -> shown).map(ExplainingThePast::attributes).orElse(List.of()), accounts(job), groups(),
                members.stream().limit(NAMED).toList(), members.stream().map(MembershipThen::key).distinct().count());
    }

    private List<MembershipThen> groups() {
        PastMemberships past = new PastMemberships(at, log.log()::proves);
        log.entries().forEach(stored -> MemberMoves.named(stored.entry()).ifPresent(group -> past.take(stored, group)));
        List<Membership> now = log.identity().map(identity -> project.store().memberships().ofMembers(List.of(identity.id())).getOrDefault(identity.id(), List.of())).orElse(List.of());
        Map<Long, Identity> groups = project.store().hub().identities(now.stream().map(Membership::group).toList());
        return Stream.concat(past.then().stream(), past.untold(now, groups, false).stream()).toList();
    }

    /** The log is gone through once more: what it has of a group's members is not kept with the group. */
    private List<MembershipThen> members() {
        Kind kind = log.subject().kind();
        if (kind.equals(Kind.PERSON)) {
            return List.of();
        }
        PastMemberships past = new PastMemberships(at, log.log()::proves);
        project.store().log().each(stored -> {
            if (MemberMoves.isOf(stored.entry(), log.subject().key(), kind)) {
                past.take(stored, stored.entry().identityKey());
            }
        });
        List<MembershipThen> untold = new ArrayList<>();
        log.identity().ifPresent(group -> {
            List<Membership> page = project.store().memberships().ofGroup(group.id(), 0, NAMED);
            while (!page.isEmpty()) {
                untold.addAll(past.untold(page, project.store().hub().identities(page.stream().map(Membership::member).toList()), true));
                page = project.store().memberships().ofGroup(group.id(), page.get(page.size() - 1).member(), NAMED);
            }
        });
        return Stream.concat(past.then().stream(), untold.stream()).toList();
    }

    private static List<AttributeThen> attributes(Version version) {
        Set<String> names = new TreeSet<>(version.values().keySet());
        names.addAll(version.unknown());
        return names.stream().map(name -> new AttributeThen(name, Optional.ofNullable(version.values().get(name)), !version.unknown().contains(name))).toList();
    }

    private void remarks(PastAttributes past, Optional<Version> version) {
        if (!project.mayShowValues()) {
            notes.add("while the file of a source has errors, what the hub knew is not shown");
        }
        if (version.isEmpty()) {
            notes.add(past.versions().isEmpty() ? "nobody in the hub was made of this record"
                    : "the hub did not know this one yet: it got to know them at " + past.versions().get(0).from());
        } else if (version.get().entry() == 0) {
            notes.add("the log does not tell when the hub got to know this one: attributes that never changed since may have been others before it began");
        }
        boolean overUnproven = log.entries().stream().filter(stored -> stored.entry().at().isAfter(at)).anyMatch(stored -> !log.log().proves(stored));
        if (version.isPresent() && overUnproven) {
            notes.add("attributes are walked back through entries that are not proven");
        }
    }

    private List<AccountThen> accounts(Optional<String> only) {
        AccountStandings standings = new AccountStandings(project, at.plusMillis(1));
        log.entries().forEach(standings::step);
        Map<String, Standing> byJob = standings.all().stream().collect(Collectors.toMap(Standing::job, one -> one, (before, last) -> last));
        Set<String> jobs = new LinkedHashSet<>(project.project().outbound().stream().filter(job -> job.kind().equals(log.subject().kind())).map(Job::name).toList());
        jobs.addAll(byJob.keySet());
        return jobs.stream().filter(job -> only.isEmpty() || only.get().equals(job)).map(job -> Optional.ofNullable(byJob.get(job)).map(this::account).orElseGet(() -> none(job))).toList();
    }

    private AccountThen account(Standing one) {
        boolean exists = one.state() != State.NONE && one.state() != State.DELETED;
        return new AccountThen(one.job(), one.system(), of(one.state()), exists ? one.name().isEmpty() ? one.account() : one.name() : "", one.account(),
                Optional.of(one.since().toString()), one.why(), one.by(), one.entry(), proves(one.entry()));
    }

    private static AccountState of(State state) {
        return switch (state) {
            case OPEN -> AccountState.ENABLED;
            case CLOSED -> AccountState.DISABLED;
            case DELETED -> AccountState.DELETED;
            case KEPT_OPEN, KEPT_CLOSED -> AccountState.UNMANAGED;
            case NONE -> AccountState.NONE;
        };
    }

    /** Why there was none, in the last words that the log has of it; where there is one now and no entry tells where it comes from, nobody knows. */
    private AccountThen none(String job) {
        String system = project.project().job(job).map(Job::system).orElse("");
        boolean untold = log.entries().stream().noneMatch(stored -> stored.entry().job().equals(job) && BelievedLog.isOfAccount(stored.entry()))
                && log.identity().flatMap(identity -> link(job, identity)).isPresent();
        if (untold) {
            return new AccountThen(job, system, AccountState.UNKNOWN, "", "", Optional.empty(), "there is an account now, and the log does not tell since when", "", 0, true);
        }
        Optional<StoredEntry> last = log.entries().stream().filter(stored -> stored.entry().job().equals(job) && !stored.entry().at().isAfter(at)).reduce((before, later) -> later);
        return new AccountThen(job, system, AccountState.NONE, "", "", last.map(stored -> stored.entry().at().toString()), last.map(StoredEntry::entry).map(LogEntry::reason).orElse(""),
                last.map(stored -> stored.entry().by().initiatedBy()).orElse(""), last.map(StoredEntry::sequence).orElse(0L), last.map(log.log()::proves).orElse(true));
    }

    private Optional<Object> link(String job, Identity identity) {
        return Optional.ofNullable(project.store().links().links(job, List.of(identity.id())).get(identity.id())).filter(link -> link.state().exists()).map(link -> link);
    }

    private boolean proves(long entry) {
        return log.log().brokenAt().filter(broken -> entry >= broken).isEmpty();
    }
}
