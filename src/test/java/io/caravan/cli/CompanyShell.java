package io.caravan.cli;

import io.caravan.runtime.SmallCompany;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Commands typed in the folder of a {@link SmallCompany}. */
final class CompanyShell implements AutoCloseable {

    private static final String HOME = "caravan.home";

    private final Shell shell = new Shell();
    private final SmallCompany company;
    private final String homeBefore = System.getProperty(HOME);

    CompanyShell(Path folder) throws IOException {
        System.setProperty(HOME, Path.of("").toAbsolutePath().toString());
        company = new SmallCompany(folder);
    }

    SmallCompany company() {
        return company;
    }

    /**
     * From here on the application has those who are assigned to it, with their roles in a column.
     *
     * @param more a further line of the mapping; may be empty
     */
    void assignedApplication(String more) throws IOException {
        company.sql("alter table users add column roles text");
        company.write("mappings/app.yaml", """
                job: app
                from: hub
                to: {system: app, object: record}
                scope: {assigned: true}
                match: [{target: worker, value: "${body[workerId]}"}]
                attributes:
                  login: {value: "${lowercase(${body[name]})}", apply: on-create}
                  worker: "${body[workerId]}"
                  name: "${body[name]}"
                  roles: {value: "${join(';', ${assignment[roles]})}", clear: when-absent}
                """ + more);
    }

    /** What time it is from here on. */
    CompanyShell at(Clock clock) {
        shell.at(clock);
        return this;
    }

    /** Before a terminal that wide from here on; 0: into a pipe. */
    CompanyShell wide(int terminal) {
        shell.wide(terminal);
        return this;
    }

    boolean isWide() {
        return shell.isWide();
    }

    int run(String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--project", company.folder().toString()));
        return shell.run(line.toArray(String[]::new));
    }

    String out() {
        return shell.out();
    }

    String err() {
        return shell.err();
    }

    @Override
    public void close() {
        company.close();
        if (homeBefore == null) {
            System.clearProperty(HOME);
        } else {
            System.setProperty(HOME, homeBefore);
        }
    }
}
