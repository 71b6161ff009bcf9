package io.caravan.bench.row;

import io.caravan.bench.bare.BareResult;
import io.caravan.bench.bare.SqlUpdater;
import io.caravan.bench.company.Company;
import io.caravan.bench.company.Person;
import io.caravan.bench.measure.AnswerTimes;
import io.caravan.bench.measure.EndState;
import io.caravan.bench.measure.Goal;
import io.caravan.bench.measure.Role;
import io.caravan.bench.measure.Scale;
import io.caravan.bench.measure.Trial;
import io.caravan.bench.process.MeasuredProcess;
import io.caravan.bench.project.CaravanProject;
import io.caravan.bench.server.AccountTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * One person gets another title, again and again, in a hub of many: a daemon reads the change from a table, works out 50 rules of groups, and writes it into
 * three targets. What it costs must not depend on how many the others are.
 */
final class OneChangedRow implements Row {

    private static final String WORK = "ms a change";
    private static final int CHANGES = 20;
    private static final int RULES = 50;
    private static final List<String> TARGETS = List.of("table", "table2", "table3");
    private static final List<String> JOBS = List.of("moves", "group rules", "table", "table2", "table3");
    private static final List<String> FIELDS = List.of("Sales", "Development", "Production", "Finance", "Marketing", "Research", "Quality", "Logistics", "Legal",
            "Service", "Purchasing", "Security");
    private static final List<String> TITLES = List.of("Engineer", "Analyst", "Clerk", "Team Leader");

    @Override
    public String name() {
        return "one-changed";
    }

    @Override
    public String title() {
        return "one of all gets another title, " + CHANGES + " times: a daemon, " + RULES + " rules of groups and " + TARGETS.size() + " targets";
    }

    @Override
    public long people(Scale scale) {
        return scale.people(300, 1_000_000);
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.atMost(WORK, 100));
    }

    @Override
    public List<Trial> measure(Workshop shop) throws Exception {
        CaravanProject project = shop.project("project").hr(shop.export());
        for (String target : TARGETS) {
            TableTarget.sqlite(project, target);
        }
        MovesTable moves = new MovesTable(project.folder().resolve("moves.db"));
        project.system("moves", "jdbc", Map.of("url", "jdbc:sqlite:moves.db", "table", "move", "key", "workerId", "changedSince", "changed")).mapping("moves.yaml");
        rules(project.folder().resolve("groups"));
        shop.says(String.format("first everybody is loaded, %,d people", shop.people()));
        project.sync();
        return shop.interleaved(round -> caravan(shop, project, moves, round), round -> bare(shop, project, round));
    }

    /** One for each title and one for each department, and so many more that are each about a title in a field of work. */
    private static void rules(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<String> rules = new ArrayList<>(List.of("group: \"title-${each}\"\neach: \"${body[title]}\"\n", "group: \"dept-${each}\"\neach: \"${body[departmentCode]}\"\n"));
        for (String field : FIELDS) {
            for (String title : TITLES) {
                rules.add("group: \"" + title + " in " + field + "\"\ninclude: \"${body[department]} startsWith '" + field + "' && ${body[title]} contains '" + title + "'\"\n");
            }
        }
        for (int i = 0; i < rules.size(); i++) {
            Files.writeString(folder.resolve("rule-" + i + ".yaml"), rules.get(i));
        }
        if (rules.size() != RULES) {
            throw new IllegalStateException("there are " + rules.size() + " rules");
        }
    }

    /** Somebody who works here, other people in each round. */
    private static List<String> whom(Company company, int round) {
        return LongStream.range(0, company.size()).map(number -> (number * 7 + round) % company.size()).mapToObj(company::person).filter(Person::works)
                .map(Person::workerId).distinct().limit(CHANGES).toList();
    }

    private static String title(int round) {
        return "Clerk of the round " + round;
    }

    private static Trial caravan(Workshop shop, CaravanProject project, MovesTable moves, int round) throws Exception {
        List<TitleColumn> columns = new ArrayList<>();
        try (MeasuredProcess daemon = project.start(Map.of(), "run")) {
            for (String target : TARGETS) {
                columns.add(new TitleColumn(url(project, target)));
            }
            long after = MovesTable.beginning(daemon, project, project.state().numbers("select coalesce(max(id), 0) from cycle")[0]);
            List<String> people = whom(shop.company(), round);
            long[] arrival = new long[people.size()];
            for (int i = 0; i < people.size(); i++) {
                long began = System.nanoTime();
                moves.give(people.get(i), title(round));
                for (TitleColumn column : columns) {
                    column.await(daemon, people.get(i), title(round));
                }
                arrival[i] = System.nanoTime() - began;
            }
            daemon.close();
            double work = MovesTable.millisOfWork(project, after, JOBS);
            Map<String, Double> figures = Rates.of(WORK, work, "s p99 source to targets", AnswerTimes.percentiles(arrival, 1e6).get("p99") / 1e3);
            return new Trial(Role.CARAVAN, "caravan", round, daemon.seconds(), figures, List.of(), Map.of(), List.of(daemon.usage()), Optional.of(endState(project)));
        } finally {
            for (TitleColumn column : columns) {
                column.close();
            }
        }
    }

    private static Trial bare(Workshop shop, CaravanProject project, int round) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(title(round), String.join(",", whom(shop.company(), round))));
        TARGETS.forEach(target -> arguments.add(url(project, target)));
        try (MeasuredProcess process = shop.java("bare", SqlUpdater.class, shop.folder("bare"), arguments.toArray(String[]::new))) {
            BareResult result = BareResult.parse(process.succeed().out());
            Map<String, Double> figures = new LinkedHashMap<>(Map.of(WORK, 1e3 * result.seconds() / result.items()));
            return new Trial(Role.BARE, "bare, three updates", round, process.seconds(), figures, List.of(), result.millis(), List.of(process.usage()),
                    Optional.of(endState(project)));
        }
    }

    private static String url(CaravanProject project, String target) {
        return "jdbc:sqlite:" + project.folder().resolve(target + ".db");
    }

    private static EndState endState(CaravanProject project) throws IOException {
        return new AccountTable(url(project, TARGETS.get(0))).endState();
    }
}
