package io.caravan.operations;

import io.caravan.connector.OutcomeException;
import io.caravan.engine.AccountByHand;
import io.caravan.engine.AccountByHand.Decision;
import io.caravan.engine.AccountByHand.Seen;
import io.caravan.engine.AccountSurvey;
import io.caravan.engine.LinkStore.Decided;
import io.caravan.mapping.Job;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.AccountWish;
import io.caravan.plan.TargetView.Candidate;
import io.caravan.subject.Attributes;
import io.caravan.subject.Because;
import io.caravan.subject.Identity;
import io.caravan.subject.Link;
import io.caravan.subject.Reason;
import io.caravan.subject.Sentences;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decisions of whose accounts are, from a file. All of them, or none: every line is checked against the target as it is now before anything is written.
 *
 * @param mistakes  what speaks against the file; then nothing was written
 * @param decisions what was decided, in the order of lines
 * @param written   whether it is so from here on; false of one that was only tried
 */
public record AdoptedAccounts(String job, List<Mistake> mistakes, List<Made> decisions, boolean written) {

    private static final String NEW = "new";
    private static final String NONE = "none";

    public AdoptedAccounts {
        mistakes = List.copyOf(mistakes);
        decisions = List.copyOf(decisions);
    }

    /** What is wrong with one line, and what to do. */
    public record Mistake(long line, String identity, String why, String next) {
    }

    /**
     * One decision.
     *
     * @param decision an account's id, {@code new} or {@code none}
     * @param before   whether it was so already
     */
    public record Made(long line, String identity, DisplayName display, String decision, boolean before) {
    }

    /**
     * Checks a file of decisions, and carries it out.
     *
     * @param onlyTry whether nothing is written
     * @throws Refusal when the file cannot be read, the job writes to no accounts or is running, or the target cannot be listed
     */
    public static AdoptedAccounts adopt(OpenProject project, String name, Path file, boolean onlyTry) {
        OutboundJob job = DriftReport.outbound(project, name);
        List<DecisionFile.Line> lines = DecisionFile.read(file);
        if (onlyTry) {
            return new Check(project, job).of(lines).result(false);
        }
        Check[] checked = new Check[1];
        Optional<AccountByHand.Refused> refused = project.engine().byHand().decide(job, "adopt " + file.getFileName(), () -> {
            checked[0] = new Check(project, job).of(lines);
            return checked[0].mistakes.isEmpty() ? checked[0].toWrite : List.of();
        });
        refused.ifPresent(why -> {
            throw new Refusal(Refusal.Kind.FAILED, why.why(), why.next());
        });
        return checked[0].result(checked[0].mistakes.isEmpty());
    }

    /** Holds lines against the hub and the target. */
    private static final class Check {

        private final OpenProject project;
        private final OutboundJob job;
        private final List<Mistake> mistakes = new ArrayList<>();
        private final List<Made> made = new ArrayList<>();
        private final List<Decision> toWrite = new ArrayList<>();
        private final Map<String, Long> people = new HashMap<>();
        private final Map<String, DecisionFile.Line> accounts = new HashMap<>();
        private Map<Long, Decided> decided = Map.of();
        private AccountSurvey survey;
        private DecisionFile.Line line;

        Check(OpenProject project, OutboundJob job) {
            this.project = project;
            this.job = job;
        }

        AdoptedAccounts result(boolean written) {
            return new AdoptedAccounts(job.name(), mistakes, mistakes.isEmpty() ? made : List.of(), written);
        }

        Check of(List<DecisionFile.Line> lines) {
            decided = project.store().links().decided(job.name());
            Map<String, Identity> known = project.store().hub().identitiesByKey(job.kind(), lines.stream().map(DecisionFile.Line::identity).toList());
            Map<Long, Link> links = project.store().links().links(job.name(), known.values().stream().map(Identity::id).toList());
            PeopleNames names = PeopleNames.of(project);
            try (OpenProject preview = project.preview(); AccountSurvey looked = preview.engine().inspection().survey(job)) {
                survey = looked;
                for (DecisionFile.Line each : lines) {
                    line = each;
                    Identity identity = known.get(each.identity());
                    if (hasShape(identity)) {
                        boolean before = decide(identity, Optional.ofNullable(links.get(identity.id())));
                        made.add(new Made(each.number(), each.identity(), names.of(identity), each.decision(), before));
                    }
                }
            } catch (OutcomeException failed) {
                throw new Refusal(Refusal.Kind.FAILED, job.system() + " cannot be listed, so nothing was checked and nothing is written: " + failed.outcome().message(),
                        "caravan check --live tells what is wrong");
            }
            return this;
        }

        private boolean hasShape(Identity identity) {
            if (line.identity().isEmpty()) {
                return wrong("it names nobody", "Write the key of a person into the column identity");
            }
            Long other = people.putIfAbsent(line.identity(), line.number());
            if (other != null) {
                return wrong("line " + other + " decides about " + line.identity() + " already", "Leave one of the two");
            }
            if (identity == null) {
                return wrong("nobody has the key '" + line.identity() + "'", project.store().hub().identityCount() == 0
                        ? "The hub is empty: caravan sync with the name of a source's job reads who there is, and touches no target" : "caravan explain " + line.identity() + " names those that are meant perhaps");
            }
            if (line.decision().isEmpty()) {
                return wrong("there is no decision", "Write the id of an account, new or none into the column decision");
            }
            return true;
        }

        private boolean wrong(String why, String next) {
            mistakes.add(new Mistake(line.number(), line.identity(), why, next));
            return false;
        }

        /** @return whether it was so before */
        private boolean decide(Identity identity, Optional<Link> link) {
            String word = line.decision().toLowerCase(Locale.ROOT);
            Optional<String> linked = link.filter(one -> one.state().exists()).flatMap(Link::anchor);
            return word.equals(NEW) || word.equals(NONE) ? notTheirs(identity, linked, word.equals(NONE)) : theirs(identity, linked, line.decision());
        }

        private boolean theirs(Identity identity, Optional<String> linked, String anchor) {
            DecisionFile.Line other = accounts.putIfAbsent(anchor, line);
            if (other != null) {
                return wrong("line " + other.number() + " gives the account " + anchor + " to " + other.identity(), "Nobody shares an account");
            }
            if (linked.isPresent()) {
                return linked.get().equals(anchor) || wrong("is linked to the account " + linked.get() + " by now", "Take the line out; caravan explain " + line.identity() + " " + job.name()
                        + " tells since when");
            }
            List<String> jobs = Stream.concat(Stream.of(job), project.project().outbound().stream().filter(job::sharesAccountsWith)).map(Job::name).toList();
            Long owner = project.store().links().linkedTo(jobs, List.of(anchor)).get(anchor);
            if (owner != null && owner != identity.id()) {
                return wrong("the account " + anchor + " is " + project.store().hub().identities(List.of(owner)).get(owner).key() + "'s", "Nobody shares an account");
            }
            Optional<Attributes> account = survey.account(anchor);
            if (account.isEmpty()) {
                return wrong(job.system() + " does not show an account " + anchor, "Name it as " + job.system() + " does, by its id; or write new or none");
            }
            Optional<Because> contradiction = survey.contradiction(identity, anchor, account.get());
            if (contradiction.isPresent()) {
                return wrong(contradiction.get().says(Reason.CONTRADICTS) ? "the account " + anchor + " has another " + contradiction.get().argument("attribute") + " than this person"
                        : Sentences.of(contradiction.get()), "If it is hers all the same, put that right in " + job.system() + " first");
            }
            toWrite.add(new Decision(identity, Optional.of(new Seen(anchor, account.get())), Set.of(), false, line.why()));
            return false;
        }

        private boolean notTheirs(Identity identity, Optional<String> linked, boolean none) {
            Set<String> ruledOut = Optional.ofNullable(decided.get(identity.id())).map(Decided::notTheirs).orElse(Set.of());
            Set<String> matching = survey.matches(identity).stream().map(Candidate::anchor).collect(Collectors.toCollection(TreeSet::new));
            if (linked.isPresent()) {
                boolean another = !line.accounts().contains(linked.get()) && !none;
                return another || wrong("is linked to the account " + linked.get() + " by now", "Take the line out; caravan explain " + line.identity() + " " + job.name() + " tells since when");
            }
            if (!none && !job.creates()) {
                return wrong("the job makes no accounts (creates: false)", "Write none, or the id of an account");
            }
            Optional<AccountWish> wish = survey.wish(identity);
            if (!none && wish.filter(AccountWish::none).isPresent()) {
                return wrong("is to have no account: " + Sentences.of(wish.get().why()), "Write none, or take the line out");
            }
            Set<String> unknown = new TreeSet<>(matching);
            unknown.removeAll(line.accounts());
            if (!line.accounts().isEmpty() && !unknown.isEmpty()) {
                return wrong("the world has changed: " + String.join(", ", unknown) + " matches by now, too, and whoever decided did not know of it", "Write the file anew, and decide again");
            }
            Set<String> all = new TreeSet<>(matching);
            all.addAll(ruledOut);
            Decided now = new Decided(all, none);
            if (now.equals(decided.get(identity.id()))) {
                return true;
            }
            toWrite.add(new Decision(identity, Optional.empty(), all, none, line.why()));
            return false;
        }
    }
}
