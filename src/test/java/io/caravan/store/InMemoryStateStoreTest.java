package io.caravan.store;

import io.caravan.cycle.InMemoryStateStore;
import io.caravan.cycle.StateStore;

/** The contract on the fake that tests of the engine use. */
class InMemoryStateStoreTest extends StateStoreContract {

    @Override
    StateStore open() {
        return new InMemoryStateStore();
    }
}
