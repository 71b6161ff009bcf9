package io.caravan.engine;

import io.caravan.engine.HubStore.SourceRow;
import io.caravan.subject.Attributes;
import io.caravan.mapping.InboundJob;
import java.util.List;
import java.util.Map;

/** What a project does with source records before they are resolved: repairs them, enriches them, leaves some out. The store keeps them as they were read. */
public interface RecordRoute {

    /**
     * @param page new and changed records, also such as their source does not have any more
     * @return what is to be resolved in place of each, by its anchor; one that is not among them is not used
     * @throws IllegalArgumentException when there is a record that was not on the page
     */
    Map<String, Attributes> pass(Cycle cycle, InboundJob job, List<SourceRow> page);

    /** Tells what the project does from what it did before: when that has changed, every record is to be passed again. */
    String fingerprint();
}
