package io.caravan.bench.row;

import io.caravan.bench.server.Slapd.Durability;
import java.util.List;

/** All rows, in the order they are measured in. */
public final class Rows {

    private Rows() {
    }

    public static List<Row> all() {
        LoadedCompanies companies = new LoadedCompanies();
        return List.of(
                new LdapRow("ldap", Durability.NOSYNC),
                new LdapRow("ldap-fsync", Durability.FSYNC),
                new GroupsRow("group-large", 1, 100_000),
                new GroupsRow("groups-many", 10_000, 20),
                new SqlRow(),
                new ScimRow("scim", 1),
                new ScimRow("scim-bulk", 100),
                new RestRow(),
                new SlowTargetRow(),
                new ThreeTargetsRow(),
                new LeaversRow(),
                new UnchangedCsvRow(companies),
                new FewChangedCsvRow(companies),
                new OneChangedRow(),
                new ChangedMappingRow(companies),
                new MemoryRow(),
                new StartRow(),
                new GrowthRow(companies),
                new CrashRow());
    }
}
