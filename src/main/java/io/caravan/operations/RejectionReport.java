package io.caravan.operations;

import io.caravan.operations.ApplyReport.NotMade;
import java.util.List;

/**
 * What became of a rejection of held changes. Nothing was sent.
 *
 * @param held    what was looked at
 * @param until   when it is decided anew, whatever has changed
 * @param refused changes that were looked at and are not held any more, or not as they were: they were not rejected
 */
public record RejectionReport(HeldPlan held, String by, String until, List<NotMade> refused) {
}
