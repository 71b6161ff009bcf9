package io.caravan.bench.row;

import io.caravan.bench.measure.Goal;
import io.caravan.bench.measure.Role;
import io.caravan.bench.measure.Scale;
import io.caravan.bench.measure.Trial;
import io.caravan.bench.bare.BareResult;
import io.caravan.bench.bare.LdapLoader;
import io.caravan.bench.process.MeasuredProcess;
import io.caravan.bench.process.Usage;
import io.caravan.bench.project.CaravanProject;
import io.caravan.bench.project.SyncRun;
import io.caravan.bench.server.Slapd;
import io.caravan.bench.server.Slapd.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everybody of an export into an empty OpenLDAP. */
final class LdapRow implements Row {

    static final int CONNECTIONS = 8;
    /** As many adds under way on each connection as Caravan's connector has. */
    private static final int WINDOW = 16;

    private final String name;
    private final Durability durability;

    LdapRow(String name, Durability durability) {
        this.name = name;
        this.durability = durability;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return "everybody from a CSV file into an empty OpenLDAP (mdb, " + (durability == Durability.NOSYNC ? "dbnosync" : "every write fsynced")
                + "), " + CONNECTIONS + " connections";
    }

    @Override
    public long people(Scale scale) {
        return scale.people(300, 100_000);
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.atLeastOfBare("adds/s", 0.9));
    }

    @Override
    public Optional<String> missing() {
        return Slapd.missing();
    }

    @Override
    public List<Trial> measure(Workshop shop) throws Exception {
        return shop.interleaved(
                round -> caravan(shop, round),
                round -> bare(shop, round, "bare, one by one", 1),
                round -> bare(shop, round, "bare, pipelined", WINDOW));
    }

    private Trial caravan(Workshop shop, int round) throws IOException, InterruptedException {
        Path export = shop.export();
        try (Slapd slapd = Slapd.start(shop.folder("slapd"), durability)) {
            CaravanProject project = project(shop, "project", export, slapd);
            Usage before = slapd.usage();
            SyncRun run = project.sync();
            return new Trial(Role.CARAVAN, "caravan", round, run.seconds(),
                    Rates.of("adds/s", run.created("directory"), "people/s", shop.people() / run.seconds()),
                    run.steps(), project.state().answerTimes("directory"), List.of(run.usage(), slapd.usage().since(before)),
                    Optional.of(slapd.endState()));
        }
    }

    /** A project that provisions an export into a directory. */
    static CaravanProject project(Workshop shop, String folder, Path export, Slapd slapd) throws IOException {
        return project(shop, folder, export, slapd, Map.of());
    }

    /** The same with further settings of the directory. */
    static CaravanProject project(Workshop shop, String folder, Path export, Slapd slapd, Map<String, String> more) throws IOException {
        CaravanProject project = shop.project(folder).hr(export);
        Map<String, String> settings = new LinkedHashMap<>(Map.of("url", slapd.url(), "bindDn", Slapd.ADMIN,
                "bindPassword", project.secret("directory", Slapd.PASSWORD), "baseDn", Slapd.PEOPLE,
                "disableAttribute", "employeeType", "disabledValue", "left", "enabledValue", "active",
                "poolSize", String.valueOf(CONNECTIONS)));
        settings.putAll(more);
        return project.system("directory", "ldap", settings).mapping("directory.yaml");
    }

    private Trial bare(Workshop shop, int round, String client, int window) throws IOException, InterruptedException {
        Path export = shop.export();
        try (Slapd slapd = Slapd.start(shop.folder("slapd"), durability)) {
            Usage before = slapd.usage();
            try (MeasuredProcess process = shop.java("bare", LdapLoader.class, shop.folder("bare"), export.toString(),
                    String.valueOf(slapd.port()), String.valueOf(CONNECTIONS), String.valueOf(window))) {
                BareResult result = BareResult.parse(process.succeed().out());
                return new Trial(Role.BARE, client, round, process.seconds(),
                        Rates.of("adds/s", result.items() / result.seconds(), "people/s", shop.people() / process.seconds()),
                        List.of(new Trial.Step("write", result.items(), result.seconds())), result.millis(),
                        List.of(process.usage(), slapd.usage().since(before)), Optional.of(slapd.endState()));
            }
        }
    }
}
