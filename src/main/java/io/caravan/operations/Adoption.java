package io.caravan.operations;

import io.caravan.connector.ObjectSpec;
import io.caravan.engine.AccountSurvey;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.ChangeKind;
import io.caravan.plan.TargetView;
import io.caravan.runtime.CycleRun;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Openness;
import io.caravan.subject.Sentences;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A target full of accounts: whose they are, as far as match rules tell.
 *
 * @param matched    accounts that are linked, since exactly one matches
 * @param toCreate   people of whom none matches, and who get one
 * @param open       people whose account somebody has to decide
 * @param nobodys    accounts that match nobody
 * @param incomplete why there may be more accounts than these; empty: these are all
 */
public record Adoption(String job, String system, long matched, long toCreate, List<Open> open, List<Account> nobodys, Optional<String> incomplete) {

    public Adoption {
        open = List.copyOf(open);
        nobodys = List.copyOf(nobodys);
    }

    /**
     * Somebody whose account is not decided.
     *
     * @param accounts    that match
     * @param wouldChange of a job that only reports: what would be changed in the account
     * @param why         in words
     */
    public record Open(String identity, DisplayName display, List<Account> accounts, List<ChangedAttribute> wouldChange, String why) {
    }

    /**
     * One account.
     *
     * @param id    its anchor
     * @param name  what people call it; empty when it is called by its id
     * @param state {@code enabled, disabled}, or {@code unknown} where the target does not say
     * @param of    whose it is already; empty: nobody's
     */
    public record Account(String id, String name, String state, String of) {
    }

    /** Of a plan, where the job meets its target for the first time. */
    static Optional<Adoption> of(OpenProject project, CycleRun run) {
        return run.accounts().map(accounts -> {
            OutboundJob job = (OutboundJob) run.getCycle().job();
            Telling telling = Telling.of(project, job);
            Map<String, String> whys = new HashMap<>();
            run.undecided().forEach(decided -> whys.put(decided.identityKey(), Sentences.of(decided.verdict().because())));
            List<Open> open = accounts.open().stream().map(one -> telling.open(one.identityKey(), one.accounts(),
                    one.reported().map(change -> change.changes().stream().map(ChangedAttribute::of).toList()).orElse(List.of()), whys.getOrDefault(one.identityKey(), ""))).toList();
            return new Adoption(job.name(), job.system(), run.counts().of(ChangeKind.LINK), run.counts().of(ChangeKind.CREATE), open,
                    accounts.others().stream().map(account -> telling.account(account.anchor(), account.attributes(), "")).toList(), accounts.gap());
        });
    }

    /** Of everybody who is known now. */
    static List<Open> open(OpenProject project, OutboundJob job, AccountSurvey survey) {
        Telling telling = Telling.of(project, job);
        return survey.open().stream().map(one -> telling.open(one.identity().key(), one.accounts(), List.of(), Sentences.of(one.why())))
                .sorted(Comparator.comparing(Open::identity)).toList();
    }

    /** Turns accounts into what is told of them. */
    private record Telling(OpenProject project, ObjectSpec object, PeopleNames people, Kind kind) {

        static Telling of(OpenProject project, OutboundJob job) {
            return new Telling(project, AccountList.object(project, job).orElseThrow(), PeopleNames.of(project), job.kind());
        }

        Open open(String key, List<TargetView.Candidate> accounts, List<ChangedAttribute> changes, String why) {
            Optional<Identity> identity = Optional.ofNullable(project.store().hub().identitiesByKey(kind, List.of(key)).get(key));
            return new Open(key, identity.map(people::of).orElse(DisplayName.NONE), accounts.stream().map(account -> account(account.anchor(), account.attributes(), owner(account)))
                    .toList(), changes, why);
        }

        private String owner(TargetView.Candidate account) {
            return account.linkedTo().isEmpty() ? "" : project.store().hub().identities(List.of(account.linkedTo().getAsLong())).values().stream().map(Identity::key).findFirst().orElse("");
        }

        Account account(String anchor, Attributes account, String of) {
            String state = object.enabledBy().map(account::get).flatMap(Openness::of).map(open -> open ? "enabled" : "disabled").orElse("unknown");
            return new Account(anchor, AccountName.insteadOfId(object, name -> Optional.ofNullable(account.get(name))).orElse(""), state, of);
        }
    }
}
