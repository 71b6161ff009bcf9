package io.caravan.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Which commit of the source is measured. */
final class SourceVersion {

    private SourceVersion() {
    }

    /** Such as {@code 96c90e0} or {@code 96c90e0-dirty}; empty outside of a git checkout. */
    static String of(Path home) throws InterruptedException {
        try {
            Process git = new ProcessBuilder("git", "-C", home.toString(), "describe", "--always", "--dirty")
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 ? said : "";
        } catch (IOException noGit) {
            return "";
        }
    }
}
