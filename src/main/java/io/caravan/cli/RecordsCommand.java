package io.caravan.cli;

import io.caravan.operations.OpenProject;
import io.caravan.operations.RecordList;
import io.caravan.operations.RecordList.Wanted;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan records SYSTEM --unassigned | --rejected}. */
@Command(name = "records", mixinStandardHelpOptions = true, description = "List records of a source that nobody became, as they were read last.")
final class RecordsCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "SYSTEM", description = "The source.")
    private String system;

    @ArgGroup(multiplicity = "1")
    private Which which;

    @Mixin
    private final AsCsv asCsv = new AsCsv();

    /** Exactly one. */
    private static final class Which {

        @Option(names = "--unassigned", description = "Good records that belong to nobody: out of the job's scope, or matched by nobody where the job makes nobody.")
        private boolean unassigned;

        @Option(names = "--rejected", description = "Records that could not be used, each with its place and why.")
        private boolean rejected;
    }

    RecordsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (OpenProject project = session.look()) {
            return session.finish("records", new RecordsResult(RecordList.of(project, system, which.rejected ? Wanted.REJECTED : Wanted.UNASSIGNED)), asCsv);
        }
    }
}
