package io.caravan.store;

import io.caravan.cycle.StateStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on SQLite. */
class SqliteStateStoreTest extends StateStoreContract {

    @TempDir
    Path folder;

    @Override
    StateStore open() {
        return SqlStateStore.open("jdbc:sqlite:" + folder.resolve("state/caravan.db"), "", "");
    }
}
