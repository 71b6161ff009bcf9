package io.caravan.operations;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The life of one person, or of another subject, in one list.
 *
 * @param identity its key
 * @param kind     {@code person}, {@code group}, …
 * @param display  what a person is called now, beside the key
 * @param zone     whose days and times are meant
 * @param proof    what the log proves of it
 * @param events   what happened, oldest first
 * @param ahead    what lies ahead if no source changes
 */
public record History(String identity, String kind, DisplayName display, String zone, Proof proof, List<Event> events, Ahead ahead) {

    /**
     * What can be told from the log and what cannot.
     *
     * @param since    when the log begins; empty: there is none
     * @param lastHash of its last entry; empty when it is not whole
     * @param brokenAt the first entry that is not what was written: from it on nothing is proven
     * @param notes    what else a reader must know
     */
    public record Proof(Optional<String> since, String lastHash, Optional<Long> brokenAt, List<String> notes) {
    }

    /**
     * What lies ahead.
     *
     * @param asOf   when the sources were read last, by job
     * @param events soonest first
     * @param unsaid why it is not told, or not all of it; empty: it is
     */
    public record Ahead(Map<String, String> asOf, List<Event> events, String unsaid) {
    }

    /**
     * Something that happened, or the same several times in a row.
     *
     * @param at       when, for the first time
     * @param last     when for the last time, where there were several
     * @param times    how often
     * @param what     a word: {@code appeared, changed, announced, joined, on-leave, back, left, returned, unclear}; of an account {@code created, recognised, opened,
     *                 updated, closed, deleted, kept, settled}; {@code skipped, failed, held, approved, rejected, reported, drifted, retried}; of a record
     *                 of which nothing can be made {@code unusable}; {@code undecided} of what cannot be foretold
     * @param job      empty where time alone did it
     * @param system   the source or target
     * @param account  what people call the account; empty: it is about none
     * @param id       the account's id, or the source record's
     * @param text     why, or what, in words
     * @param where    in the source, such as a file and line; empty: not said
     * @param changes  of attributes, secrets hidden
     * @param by       what began it, and who; empty where time alone did it
     * @param approved who let the plan through that went over a limit; empty: nobody needed to
     * @param entry    the number of the log's entry; 0: there is none
     * @param proven   whether the log's chain proves the entry
     */
    public record Event(String at, Optional<String> last, int times, String what, String job, String system, String account, String id, String text, String where,
                        List<ChangedAttribute> changes, String by, String approved, long entry, boolean proven) {

        Event again(Event later) {
            return new Event(at, Optional.of(later.at), times + 1, what, job, system, account, id, text, where, changes, by, approved, entry, proven && later.proven);
        }

        boolean isRepeatedBy(Event later) {
            return what.equals(later.what) && system.equals(later.system) && account.equals(later.account) && text.equals(later.text) && changes.equals(later.changes)
                    && approved.equals(later.approved);
        }
    }
}
