package io.caravan.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** In which form a report is wanted. */
final class ReportForm {

    @Mixin
    private final AsCsv asCsv = new AsCsv();

    @Option(names = "--html", paramLabel = "FILE", description = "Also write one HTML page, with a chart, that needs nothing else and can be printed.")
    private Optional<Path> html = Optional.empty();

    int finish(Session session, String command, Report report) {
        html.ifPresent(file -> {
            try {
                Files.writeString(file, report.page().html(session.clock().instant()));
                session.progress().line("caravan: written to " + file);
            } catch (IOException unwritable) {
                throw new CommandFailure(ExitCode.FAILED, "the page cannot be written to " + file + ": " + unwritable.getMessage(), "Name a file in a folder that is there");
            }
        });
        return session.finish(command, report, asCsv);
    }
}
