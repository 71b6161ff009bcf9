package io.caravan.operations;

import io.caravan.operations.ApplyReport.NotMade;
import java.util.List;

/**
 * What became of an approval of held changes.
 *
 * @param held    what was looked at
 * @param jobs    how it went; when a source could not be read or a job could not begin, only those: nothing was sent then
 * @param refused changes that were looked at and are not due any more, or would be others by now: they were not sent
 * @param notMade changes that were sent, or were to be, and that the target did not make
 */
public record ApprovalReport(HeldPlan held, List<JobRun> jobs, List<NotMade> refused, List<NotMade> notMade) {
}
