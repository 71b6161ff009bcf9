package io.caravan.operations;

import io.caravan.operations.History.Proof;
import java.util.List;
import java.util.Optional;

/**
 * What somebody had at a moment that is over, and why, as far as the log tells.
 *
 * @param asOf       the day or moment, as it was asked for
 * @param at         the last moment that counts
 * @param zone       whose days and times are meant
 * @param known      whether the hub knew them then
 * @param standing   where a person stood: a word of {@link io.caravan.subject.LifecycleState}; empty text: not known
 * @param why        what decided that, in words
 * @param attributes what the hub knew
 * @param accounts   in each target
 * @param groups     in what the hub had them: groups, and applications that they were assigned to
 * @param members    of a group: whom it had, a thousand of them at most
 * @param memberCount of a group: how many; 0 of a person
 */
public record PastExplanation(String identity, DisplayName display, String asOf, String at, String zone, Proof proof, boolean known, String standing, String why,
                              List<AttributeThen> attributes, List<AccountThen> accounts,
                              List<MembershipThen> groups, List<MembershipThen> members, long memberCount) {

    /** Of somebody who was in nothing. */
    public PastExplanation(String identity, DisplayName display, String asOf, String at, String zone, Proof proof, boolean known, String standing, String why,
                           List<AttributeThen> attributes, List<AccountThen> accounts) {
        this(identity, display, asOf, at, zone, proof, known, standing, why, attributes, accounts, List.of(), List.of(), 0);
    }

    /**
     * That somebody was in a group.
     *
     * @param key    of the group; of a group's member, the member's
     * @param origin who said so: {@code source JOB}, {@code rule}, {@code operator}
     * @param since  since when; empty: it is so now, and the log does not tell since when
     * @param why    what the log says of that
     * @param by     what began it, and who
     * @param entry  the number of the log's entry; 0: there is none
     * @param proven whether the log's chain proves that
     */
    public record MembershipThen(String key, String origin, Optional<String> since, String why, String by, long entry, boolean proven) {
    }

    /**
     * @param value empty: it had none, or it is not known
     * @param known false: the log does not tell what it was
     */
    public record AttributeThen(String name, Optional<Object> value, boolean known) {
    }

    /**
     * @param state   {@code enabled, disabled, unmanaged, deleted, none}, or {@code unknown}
     * @param account what people call it; empty where there was none
     * @param id      the account's id
     * @param since   since when it stood so; empty: not known
     * @param why     what the log says of that, or why it does not say
     * @param by      what began it, and who
     * @param entry   the number of the log's entry; 0: there is none
     * @param proven  whether the log's chain proves that
     */
    public record AccountThen(String job, String system, AccountState state, String account, String id, Optional<String> since, String why, String by, long entry, boolean proven) {
    }
}
