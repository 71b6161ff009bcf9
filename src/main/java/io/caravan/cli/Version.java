package io.caravan.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"caravan " + number() + " (Java " + System.getProperty("java.version") + ")"};
    }

    /** The version in the jar's manifest; {@code development} when started from class files. */
    static String number() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion()).orElse("development");
    }
}
