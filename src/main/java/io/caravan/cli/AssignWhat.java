package io.caravan.cli;

import io.caravan.operations.Assigning;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whom, and to what: the parameters of {@code assign} and {@code unassign}. */
final class AssignWhat {

    @Parameters(index = "0", paramLabel = "WHO", description = "An identity's key, such as E0311, or a value it is recognised by; with --group the key of a group.")
    private String who;

    @Parameters(index = "1", paramLabel = "APPLICATION", description = "A system of application.properties, such as crm.")
    private String application;

    @Option(names = "--group", description = "WHO is a group: everybody in it has it.")
    private boolean group;

    @Option(names = "--role", paramLabel = "NAME", description = "A role, licence or profile, by the name that it has in the application.")
    private Optional<String> role = Optional.empty();

    @Option(names = "--why", paramLabel = "TEXT", required = true, description = "Why; stands in the log.")
    private String why;

    Assigning.Wish wish() {
        return new Assigning.Wish(who, group, application, role, why);
    }
}
