package io.caravan.operations;

import io.caravan.runtime.Stores;
import io.caravan.store.StoreMaintenance;
import java.nio.file.Path;

/**
 * A copy of the store, made while others work with it, and looked over once it was there.
 *
 * @param bytes    its size
 * @param findings what it holds
 */
public record StoreBackup(String file, long bytes, StoreFindings findings) {

    /**
     * Makes one.
     *
     * @param file that is not there yet
     * @throws Refusal when it cannot be made, with the remedy
     */
    public static StoreBackup make(ProjectFolder place, Path file) {
        StoreMaintenance store = Stores.maintenance(place.reading().good());
        store.copyTo(file);
        return new StoreBackup(file.toString(), Stores.maintenance(file).bytes().orElse(0), StoreFindings.of(Stores.maintenance(file)));
    }
}
