package io.caravan.operations;

import io.caravan.runtime.Stores;
import io.caravan.store.StoreMaintenance;
import io.caravan.store.StoreMaintenance.Findings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a look at a store, or at a backup of one, has found.
 *
 * @param store   which one
 * @param schema  the version of its tables
 * @param current the one that this program works with; it brings earlier ones up to date
 * @param damage  what the database finds wrong with its own file, in its words; at most a few
 * @param log     whether the log is whole; empty where damage kept it from being read
 */
public record StoreFindings(String store, int schema, int current, List<String> damage, Optional<LogVerification> log) {

    /**
     * Looks over the store of a project, or a file; changes nothing in it.
     *
     * @param file empty: the project's store
     * @throws Refusal when there is none, or it cannot be read
     */
    public static StoreFindings verify(ProjectFolder place, Optional<Path> file) {
        return of(file.map(Stores::maintenance).orElseGet(() -> Stores.maintenance(place.reading().good())));
    }

    static StoreFindings of(StoreMaintenance store) {
        Findings found = store.verify();
        return new StoreFindings(store.where(), found.schema(), found.current(), found.damage(), found.log().map(LogVerification::of));
    }

    public boolean whole() {
        return damage.isEmpty() && log.filter(LogVerification::whole).isPresent();
    }
}
