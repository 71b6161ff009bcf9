package io.caravan.connector;

import io.caravan.subject.Attributes;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What reading a system yields, one at a time. {@code where} says in the reader's words where it was read
 * ({@code hr.csv:42}, {@code page 3}), for messages; it may be empty.
 */
public sealed interface SourceItem {

    String where();

    /**
     * A good record; the anchor is one of its attributes.
     *
     * @param partial attributes of several values of which only some are shown, or of which that cannot be told: nobody may conclude from these
     *                that a value is gone
     */
    record Read(Attributes attributes, String where, Set<String> partial) implements SourceItem {
        public Read {
            Objects.requireNonNull(attributes, "attributes");
            Objects.requireNonNull(where, "where");
            partial = Set.copyOf(partial);
        }

        /** Of which everything is shown. */
        public Read(Attributes attributes, String where) {
            this(attributes, where, Set.of());
        }
    }

    /**
     * A record that could not be read. It is not an absent record: if its anchor is known, nobody may conclude that
     * the record is gone; if it is not, nobody may conclude that from this read for any record.
     */
    record Rejected(Optional<String> anchor, String reason, String where) implements SourceItem {
        public Rejected {
            Objects.requireNonNull(anchor, "anchor");
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(where, "where");
        }
    }

    /** A delta that says outright that a record was deleted. */
    record Deleted(String anchor, String where) implements SourceItem {
        public Deleted {
            Objects.requireNonNull(anchor, "anchor");
            Objects.requireNonNull(where, "where");
        }
    }
}
