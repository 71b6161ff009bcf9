package io.caravan.bench.row;

import io.caravan.bench.project.CaravanProject;
import java.util.Map;

/**
 * What the first run after an installation does once, and no later one: each kind of command makes its class-data archive. Done
 * before anything is measured.
 */
public final class WarmUp {

    /** Starts a long and a short command on a few people. */
    public void run(Workshop shop) throws Exception {
        shop.says("each kind of command once");
        CaravanProject project = shop.project("project").hr(shop.export());
        TableTarget.sqlite(project, "table");
        project.sync();
        project.start(Map.of(), "check").succeed();
    }
}
