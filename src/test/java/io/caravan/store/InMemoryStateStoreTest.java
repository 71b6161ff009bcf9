package io.caravan.store;

import io.caravan.engine.InMemoryStateStore;
import io.caravan.engine.StateStore;

/** The contract on the fake that tests of the engine use. */
class InMemoryStateStoreTest extends StateStoreContract {

    @Override
    StateStore open() {
        return new InMemoryStateStore();
    }
}
