package io.caravan.operations;

import io.caravan.operations.Explanation.HubAttribute;
import io.caravan.operations.Explanation.InGroup;
import io.caravan.operations.Explanation.JobExplained;
import io.caravan.operations.History.Event;
import java.util.List;
import java.util.Map;

/**
 * What somebody will have at a moment to come if no source says anything new, and why.
 *
 * @param alsoMeant  the keys of others whom what was asked for may mean, too
 * @param asOf       the day or moment, as it was asked for
 * @param at         the last moment that counts
 * @param zone       whose days and times are meant
 * @param sources    when each source was read last, by job: that is what is known
 * @param attributes what the hub will know, and where that comes from
 * @param until      what happens until then
 * @param groups     the groups it will be in, and the applications that it will be assigned to
 * @param jobs       what each job will decide then, with every step
 * @param unsaid     of which jobs nothing can be told, and why
 */
public record ForetoldExplanation(String identity, DisplayName display, List<String> alsoMeant, String asOf, String at, String zone, Map<String, String> sources,
                                  List<HubAttribute> attributes, List<Event> until, List<InGroup> groups, List<JobExplained> jobs, Map<String, String> unsaid) {
}
