package io.caravan.cli;

import io.caravan.config.ProjectReading;

/** A command needs a project without errors, and this one has some. No bug: they are shown as {@code check} shows them. */
final class InvalidProject extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient ProjectReading reading;

    InvalidProject(ProjectReading reading) {
        super("the project's files have errors", null, false, false);
        this.reading = reading;
    }

    ProjectReading reading() {
        return reading;
    }
}
