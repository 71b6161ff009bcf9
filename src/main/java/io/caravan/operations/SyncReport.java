package io.caravan.operations;

import java.util.List;

/** What cycles did, in the order of the jobs. */
public record SyncReport(List<JobRun> jobs) {
}
