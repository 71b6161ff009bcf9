package io.caravan.mapping;

import java.util.List;
import java.util.stream.Collectors;

/**
 * That an outbound job writes into records that are there already, of people who were read from them: it only ever updates.
 *
 * @param records the jobs that read those records; empty: the job's own match rules find them
 * @param leavers whether the records of people who have left are written to, too
 */
public record WriteBack(List<InboundJob> records, boolean leavers) {

    public WriteBack {
        records = List.copyOf(records);
    }

    /** The names of the jobs that read the records, for people. */
    public String readBy() {
        return records.stream().map(InboundJob::name).collect(Collectors.joining(", "));
    }
}
