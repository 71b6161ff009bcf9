package io.caravan.operations;

import io.caravan.config.ProjectReading;

/** What was asked for needs a project without errors, and this one has some. No bug: they are shown as a check shows them. */
public final class InvalidProject extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient ProjectReading reading;

    InvalidProject(ProjectReading reading) {
        super("the project's files have errors", null, false, false);
        this.reading = reading;
    }

    public ProjectReading reading() {
        return reading;
    }
}
