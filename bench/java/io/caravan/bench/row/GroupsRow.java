package io.caravan.bench.row;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import io.caravan.bench.bare.BareResult;
import io.caravan.bench.bare.LdapGroups;
import io.caravan.bench.bare.LdapLoader;
import io.caravan.bench.company.Teams;
import io.caravan.bench.measure.EndState;
import io.caravan.bench.measure.Goal;
import io.caravan.bench.measure.Role;
import io.caravan.bench.measure.Scale;
import io.caravan.bench.measure.Trial;
import io.caravan.bench.process.MeasuredProcess;
import io.caravan.bench.process.Usage;
import io.caravan.bench.project.CaravanProject;
import io.caravan.bench.project.SyncRun;
import io.caravan.bench.server.GroupsState;
import io.caravan.bench.server.Slapd;
import io.caravan.bench.server.Slapd.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * People, who have their entries in an OpenLDAP already, are put into groups there: the groups are made and filled, ten memberships change, all groups are renamed, and
 * the list of memberships is cut off in the middle, which must take nobody out.
 */
final class GroupsRow implements Row {

    /** As many in a request as Caravan's connector takes. */
    private static final int CHUNK = 500;
    private static final String FILLED = "members/s";
    private static final String CHANGED = "s 10 changes";
    private static final String RENAMED = "s rename";
    private static final int PEOPLE = 106_000;
    private static final int FEW_PEOPLE = 300;
    private static final double OF_BARE = 0.8;
    private static final double SECONDS = 2;

    private final String name;
    private final int groups;
    private final int members;

    /** @param groups at full size; else a group for each ten of the people, or one */
    GroupsRow(String name, int groups, int members) {
        this.name = name;
        this.groups = groups;
        this.members = members;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return String.format(Locale.ROOT, "%s of up to %,d members in an OpenLDAP (mdb, dbnosync): filled, 10 changes, renamed, and a list that is cut off",
                groups == 1 ? "one group" : String.format(Locale.ROOT, "up to %,d groups", groups), members);
    }

    @Override
    public long people(Scale scale) {
        return scale.people(FEW_PEOPLE, PEOPLE);
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.atLeastOfBare(FILLED, OF_BARE), Goal.atMost(CHANGED, SECONDS));
    }

    @Override
    public Optional<String> missing() {
        return Slapd.missing();
    }

    @Override
    public List<Trial> measure(Workshop shop) throws Exception {
        Teams teams = new Teams(shop.company(), groups == 1 ? 1 : (int) Math.min(groups, Math.max(1, shop.people() / 10)), members);
        return shop.interleaved(round -> caravan(shop, teams, round), round -> bare(shop, teams, round));
    }

    private static Trial caravan(Workshop shop, Teams teams, int round) throws Exception {
        try (Slapd slapd = directory(shop)) {
            CaravanProject project = project(shop, slapd);
            Path names = project.folder().resolve("teams.csv");
            Path pairs = project.folder().resolve("pairs.csv");
            teams.writeNames(names, "Team");
            teams.writePairs(pairs, false, 1);
            project.sync("hr", "directory");
            Usage before = slapd.usage();

            SyncRun filled = project.sync("teams", "pairs", "groups");
            expect("joins", filled.count("groups", "applied-join"), teams.memberships());
            teams.writePairs(pairs, true, 1);
            SyncRun changed = project.sync("pairs", "groups");
            expect("changes", changed.count("groups", "applied-join") + changed.count("groups", "applied-leave"), teams.changes());
            teams.writeNames(names, "Crew");
            SyncRun renamed = project.sync("teams", "groups");
            Usage used = slapd.usage().since(before);
            Map<String, Double> figures = figures(filled.count("groups", "applied-join") / filled.seconds("groups", "dispatch"),
                    changed.seconds("groups"), renamed.seconds("groups"));
            EndState end = endState(slapd);
            figures.put("s list cut off", cutOff(project, teams, pairs));
            if (!endState(slapd).equals(end)) {
                throw new IOException("a list that was cut off took somebody out of a group");
            }
            return new Trial(Role.CARAVAN, "caravan", round, filled.seconds(), figures, filled.steps(), project.state().answerTimes("groups"),
                    List.of(filled.usage(), used), Optional.of(end)).with(Rates.of("s first reading of the list", filled.seconds("pairs"),
                    "s list with 10 changes", changed.seconds("pairs")));
        }
    }

    /** Half of the list is there: that is told, and the groups stay as they are. */
    private static double cutOff(CaravanProject project, Teams teams, Path pairs) throws IOException, InterruptedException {
        teams.writePairs(pairs, true, 0.5);
        try (MeasuredProcess process = project.start(Map.of(), "sync", "pairs", "groups")) {
            if (process.await() == 0) {
                throw new IOException("half a list was taken for a whole one:\n" + process.out());
            }
            return process.seconds();
        }
    }

    private static void expect(String what, long counted, long expected) throws IOException {
        if (counted != expected) {
            throw new IOException("there should have been " + expected + " " + what + ", and there were " + counted);
        }
    }

    private static Map<String, Double> figures(double filled, double changed, double renamed) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(FILLED, filled);
        figures.put(CHANGED, changed);
        figures.put(RENAMED, renamed);
        return figures;
    }

    private static Slapd directory(Workshop shop) throws IOException, InterruptedException, LDAPException {
        Slapd slapd = Slapd.start(shop.folder("slapd"), Durability.NOSYNC);
        try (LDAPConnection admin = slapd.connect()) {
            new GroupsState(admin).prepare();
        }
        return slapd;
    }

    private static EndState endState(Slapd slapd) throws LDAPException {
        try (LDAPConnection admin = slapd.connect()) {
            return new GroupsState(admin).read();
        }
    }

    private static CaravanProject project(Workshop shop, Slapd slapd) throws IOException {
        return LdapRow.project(shop, "project", shop.export(), slapd, Map.of("groupBaseDn", GroupsState.GROUPS))
                .system("teams", "csv-source", Map.of("file", "teams.csv", "key", "name"))
                .system("pairs", "csv-source", Map.of("file", "pairs.csv", "key", "team, person"))
                .mapping("teams.yaml").mapping("pairs.yaml").mapping("groups.yaml");
    }

    private static Trial bare(Workshop shop, Teams teams, int round) throws Exception {
        try (Slapd slapd = directory(shop)) {
            Path names = shop.folder("bare").resolve("teams.csv");
            Path pairs = names.resolveSibling("pairs.csv");
            teams.writeNames(names, "Team");
            teams.writePairs(pairs, false, 1);
            try (MeasuredProcess people = shop.java("people", LdapLoader.class, shop.folder("people"), shop.export().toString(), String.valueOf(slapd.port()),
                    String.valueOf(LdapRow.CONNECTIONS), "1")) {
                people.succeed();
            }
            Usage before = slapd.usage();
            List<Usage> used = new ArrayList<>();
            BareResult filled = run(shop, slapd, "fill", names, pairs, used);
            teams.writePairs(pairs, true, 1);
            BareResult changed = run(shop, slapd, "members", names, pairs, used);
            expect("changes", changed.items(), teams.changes());
            teams.writeNames(names, "Crew");
            BareResult renamed = run(shop, slapd, "rename", names, pairs, used);
            return new Trial(Role.BARE, "bare, " + CHUNK + " a request", round, filled.seconds(), figures(filled.items() / filled.seconds(), changed.seconds(),
                    renamed.seconds()), List.of(new Trial.Step("fill", filled.items(), filled.seconds())), filled.millis(),
                    List.of(used.get(0), slapd.usage().since(before)), Optional.of(endState(slapd)));
        }
    }

    private static BareResult run(Workshop shop, Slapd slapd, String what, Path names, Path pairs, List<Usage> used) throws IOException, InterruptedException {
        try (MeasuredProcess process = shop.java("bare", LdapGroups.class, shop.folder("bare-" + what), what, String.valueOf(slapd.port()),
                String.valueOf(LdapRow.CONNECTIONS), String.valueOf(CHUNK), names.toString(), pairs.toString())) {
            BareResult result = BareResult.parse(process.succeed().out());
            used.add(process.usage());
            return result;
        }
    }
}
