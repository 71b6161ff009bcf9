package io.caravan.mapping;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Source → hub.
 *
 * @param side the source
 */
public record InboundJob(JobFile written, JobSide side, Mapping mapping, RecordRules rules) implements Job {

    /**
     * What is made of records.
     *
     * @param declared     the attributes that the source has, of at least one record: a full read in which one is missing failed
     * @param prefer       which of several records of one person counts, in order; empty: active before ended, later start before earlier
     * @param creates      whether a record that matches nobody makes a new identity; a mere enricher says false
     * @param completeness when a full read may be believed
     * @param memberships  how records say who is in which group; empty: they do not
     * @param asOf         from when a record is true; empty: from when it is read
     * @param unlessThere  how much it counts, at most, while its person is not there by it; empty: as ever
     */
    public record RecordRules(Set<String> declared, List<Preference> prefer, boolean creates, Completeness completeness, Optional<MembershipRule> memberships,
                              Optional<EffectiveDate> asOf, Optional<StandingAuthority> unlessThere) {

        /** Of a source of which nothing is said. */
        public static final RecordRules DEFAULT = new RecordRules(Set.of(), List.of(), true, Completeness.DEFAULT);

        public RecordRules {
            declared = Set.copyOf(declared);
            prefer = List.copyOf(prefer);
            Objects.requireNonNull(memberships, "memberships");
            Objects.requireNonNull(asOf, "asOf");
            Objects.requireNonNull(unlessThere, "unlessThere");
        }

        /** Of records that are true from when they are read. */
        public RecordRules(Set<String> declared, List<Preference> prefer, boolean creates, Completeness completeness, Optional<MembershipRule> memberships) {
            this(declared, prefer, creates, completeness, memberships, Optional.empty(), Optional.empty());
        }

        /** Of records that say nothing of memberships. */
        public RecordRules(Set<String> declared, List<Preference> prefer, boolean creates, Completeness completeness) {
            this(declared, prefer, creates, completeness, Optional.empty());
        }
    }

    public Set<String> declared() {
        return rules.declared();
    }

    public List<Preference> prefer() {
        return rules.prefer();
    }

    public boolean creates() {
        return rules.creates();
    }

    public Completeness completeness() {
        return rules.completeness();
    }

    public Optional<MembershipRule> memberships() {
        return rules.memberships();
    }

    public Optional<EffectiveDate> asOf() {
        return rules.asOf();
    }

    public Optional<StandingAuthority> unlessThere() {
        return rules.unlessThere();
    }

    /** Whether it says who is assigned to which application. */
    public boolean isOfAssignments() {
        return memberships().filter(MembershipRule::isOfAssignments).isPresent();
    }

    /** The same, where these applications are asked about: with others, what was rejected is looked at again. */
    public InboundJob assigning(Set<String> applications) {
        Map<String, String> meaning = new TreeMap<>(MappingMeaning.of(written.fingerprint()).rules());
        meaning.put(MappingMeaning.ASSIGNABLE, applications.isEmpty() ? "-" : String.join(",", new TreeSet<>(applications)));
        JobFile known = new JobFile(written.name(), written.description(), written.file(),
                new MappingMeaning(MappingMeaning.of(written.fingerprint()).rest(), meaning).fingerprint(), written.examples());
        return new InboundJob(known, side, mapping, new RecordRules(rules.declared(), rules.prefer(), rules.creates(), rules.completeness(),
                memberships().map(rule -> rule.with(applications)), rules.asOf(), rules.unlessThere()));
    }

    /** Whether its records are pairs of a group and a member, and nobody's. */
    public boolean isOfPairs() {
        return memberships().filter(MembershipRule::isPair).isPresent();
    }

    /** The attributes of a record that anything in the mapping reads. */
    public Set<String> reads() {
        Set<String> reads = reads(mapping, include(), match(), prefer());
        asOf().ifPresent(from -> reads.addAll(from.attributes()));
        memberships().filter(rule -> !rule.isPair()).ifPresent(rule -> reads.add(rule.listed().listed()));
        return reads;
    }

    /** The attributes of a record that any of these reads. */
    public static Set<String> reads(Mapping mapping, Optional<Condition> include, List<MatchRule> match, List<Preference> prefer) {
        Set<String> reads = mapping.reads();
        include.ifPresent(condition -> reads.addAll(condition.attributes()));
        match.forEach(rule -> reads.addAll(rule.value().attributes()));
        prefer.forEach(preference -> reads.addAll(preference.attributes()));
        return reads;
    }

    /**
     * @param minRecords     a full read with fewer records failed
     * @param maxShrink      a full read with fewer records than the last by more than this share (0…1) failed
     * @param allowEmpty     whether a read without any record is believed
     * @param maxVanish      a read in which a declared attribute vanishes from more than this share (0…1) of the people, or what tells them apart changes, is held
     * @param maxAge         a read of what was written or sent longer ago failed; empty: it may be of any age
     */
    public record Completeness(long minRecords, double maxShrink, boolean allowEmpty, double maxVanish, Optional<Duration> maxAge) {
        public static final Completeness DEFAULT = new Completeness(0, 0.10, false, 0.10, Optional.empty());

        public Completeness {
            Objects.requireNonNull(maxAge, "maxAge");
        }
    }
}
