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
 */
public record PastExplanation(String identity, DisplayName display, String asOf, String at, String zone, Proof proof, boolean known, String standing, String why,
                              List<AttributeThen> attributes, List<AccountThen> accounts) {

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
    public record AccountThen(String job, String system, String state, String account, String id, Optional<String> since, String why, String by, long entry, boolean proven) {
    }
}
