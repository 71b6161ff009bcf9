package io.caravan.engine;

import io.caravan.subject.Attributes;
import io.caravan.subject.Because;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Link;
import io.caravan.subject.Reason;
import io.caravan.subject.Reference;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/** Links with their shadows, by outbound job, and the listing of a target that first matching works on. */
public interface LinkStore {

    /** An identity and what its job knows of its account; no link: never evaluated. */
    record Subject(Identity identity, Optional<Link> link) {
    }

    /** All subjects of a kind with their links for a job, in the order of ids, starting after an id (0 for the first page). */
    List<Subject> page(Kind kind, String job, long afterIdentityId, int limit);

    /**
     * Only those of a kind that may need something: changed after {@code sinceVersion}, links due at {@code now},
     * and links {@link #markDue marked}. In the order of ids, starting after an id.
     */
    List<Subject> due(Kind kind, String job, long sinceVersion, Instant now, long afterIdentityId, int limit);

    /** When time alone changes something next for a link of the job, after a moment; empty: never. */
    Optional<Instant> nextDue(String job, Instant after);

    /**
     * A decision by only a few attributes whether more has to be looked at.
     *
     * @param identityAttributes what is shown of the identity
     * @param accountAttributes  what is shown of its account's shadow
     * @param differs            of identity and account; asked on one thread
     * @param staysWithout       of why somebody has no account, as remembered
     */
    record PartialRead(Set<String> identityAttributes, Set<String> accountAttributes, BiPredicate<Attributes, Attributes> differs,
                  Predicate<Because> staysWithout) {
        public PartialRead {
            identityAttributes = Set.copyOf(identityAttributes);
            accountAttributes = Set.copyOf(accountAttributes);
        }
    }

    /**
     * Goes through all subjects of a kind, in the order of ids, and tells those that have to be evaluated: whoever is {@link #due} or
     * has a dead letter, and of all others those for whom a partial evaluation is not enough. It can be for an enabled account with
     * nothing to say of it, and for somebody who never had one and of whom there is something to say.
     */
    Settled readPartially(Kind kind, String job, long sinceVersion, Instant now, PartialRead partial, LongConsumer toEvaluate);

    /** Only those changed after {@code sinceVersion}, in the order of ids, starting after an id. */
    List<Subject> changed(Kind kind, String job, long sinceVersion, long afterIdentityId, int limit);

    /**
     * How many needed no whole evaluation.
     *
     * @param asTheyShouldBe accounts
     * @param without        people without an account
     */
    record Settled(long asTheyShouldBe, long without) {
    }

    Map<Long, Subject> subjects(String job, Collection<Long> identityIds);

    /** Only the links of these identities; who has none has no entry. */
    Map<Long, Link> links(String job, Collection<Long> identityIds);

    /** Stores links, replacing what was known. A mark stays: it may have been set after the link was read. */
    void save(String job, List<Link> links);

    /** Clears the marks of links that were looked at; unknown ones are passed over. */
    void clearMarks(String job, Collection<Long> identityIds);

    /** Marks links, so that the next evaluation looks at them whatever their version; who has none gets one that says nothing. Unknown identities are passed over. */
    void markDue(String job, Collection<Long> identityIds);

    /** Links of accounts that exist, by anchor; anchors nobody is linked to have no entry. */
    Map<String, Long> linkedTo(String job, Collection<String> anchors);

    /** The same of several jobs that have accounts of one kind in one system, and should not have the same. */
    default Map<String, Long> linkedTo(List<String> jobs, Collection<String> anchors) {
        Map<String, Long> linked = new LinkedHashMap<>();
        jobs.forEach(job -> linkedTo(job, anchors).forEach(linked::putIfAbsent));
        return linked;
    }

    /** How many accounts the job is linked to that are enabled. */
    long enabledAccounts(String job);

    /** How many accounts of a job have each of these values in an attribute, as far as is known; every account is looked at. A value that none has has no entry. */
    Map<String, Long> accountsWith(String job, String attribute, Set<String> values);

    /** How many subjects have an account that is enabled in any of these jobs. */
    long peopleWithAccounts(Collection<String> jobs);

    /** How many links have a {@link Link#problem}, by its reason. */
    Map<Reason, Long> problems(String job);

    /** How many accounts have a value that was changed in the target, is left so, and is told. */
    long reportedDrift(String job);

    /** Some links that have a {@link Link#problem} for this reason, in the order of identities. */
    List<Link> withProblem(String job, Reason reason, int limit);

    /** How many links are in this state. */
    long count(String job, io.caravan.subject.LinkState state);

    /** Whether the job is linked to any account that exists. */
    boolean hasAccounts(String job);

    /** How many links of each state there are. */
    Map<io.caravan.subject.LinkState, Long> countByState(String job);

    /** Links in this state, in the order of identities, starting after an id (0 for the first). */
    List<Link> inState(String job, io.caravan.subject.LinkState state, long afterIdentityId, int limit);

    /** Called for each link whose account exists, in the order of anchors. */
    void eachLinked(String job, java.util.function.Consumer<Link> consumer);

    /** Remembers whom each identity's account refers to, replacing what was known of these identities. */
    void references(String job, Map<Long, Set<Reference>> references);

    /** Whom the account of each of these identities refers to; those that refer to nobody have no entry. */
    Map<Long, Set<Reference>> referredToBy(String job, Collection<Long> identityIds);

    /** The identities whose accounts refer to any of these. */
    List<Long> referringTo(String job, Collection<Reference> references);

    /** {@link #markDue Marks} the links of those, in whatever job, whose accounts refer to any of these. */
    void markReferring(Collection<Reference> references);

    /**
     * What somebody has decided of a subject's account, where no match rule can.
     *
     * @param notTheirs accounts that match and are not theirs
     * @param none      whether no account is made for them either
     */
    record Decided(Set<String> notTheirs, boolean none) {
        public Decided {
            notTheirs = Set.copyOf(notTheirs);
        }
    }

    /** What has been decided, by subject. */
    Map<Long, Decided> decided(String job);

    /** From here on this is decided of these subjects; nothing, where there is no decision. */
    void decide(String job, Map<Long, Optional<Decided>> decisions);

    // --- the listing: accounts found in a target, for matching many identities without a search for each

    /** @param keys values to be found by: attribute name → value, as text in the form that is compared */
    record ListedAccount(String anchor, Attributes attributes, Map<String, List<String>> keys) {
    }

    void clearListing(String job);

    void addToListing(String job, List<ListedAccount> accounts);

    /** What groups of the listing list that nobody is linked to yet, by anchor: kept beside the accounts, as nobody is recognised by it. */
    void addMembersToListing(String job, Map<String, List<String>> members);

    /** What a group of the listing lists; empty where it is linked, or shows nothing of it. */
    Optional<List<String>> membersInListing(String job, String anchor);

    /** Accounts in the listing by an attribute's value, by value; values nobody has have no entry. */
    Map<String, List<ListedAccount>> listedWith(String job, String attribute, Collection<String> values);

    /** Accounts in the listing by anchor. */
    Map<String, ListedAccount> listed(String job, Collection<String> anchors);

    long listingSize(String job);

    /** Accounts in the listing, in the order of anchors, starting after one (empty text for the first). */
    List<ListedAccount> listing(String job, String afterAnchor, int limit);
}
