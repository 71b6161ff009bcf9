package io.caravan.runtime;

import io.caravan.config.Project;
import io.caravan.connector.ConnectorSpec.SettingSpec;
import io.caravan.connector.SystemSpec;
import io.caravan.mapping.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** By what it is known whether what a job works with has changed: settings as they are written, the files that they name, the mapping. No secret can be told by it. */
final class GivenToJob {

    /** A connector that reads one file calls the setting so. */
    private static final String FILE_SETTING = "file";
    private static final Pattern FILE = Pattern.compile("\\{\\{file:([^{}]+)}}");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]+}}");

    private final Project project;

    GivenToJob(Project project) {
        this.project = project;
    }

    /** Other than before when one of them changed; of a file it counts when it was changed last, and how long it is. */
    String of(Job job) {
        SystemSpec system = project.systems().get(job.system());
        StringBuilder given = new StringBuilder();
        for (Map.Entry<String, String> setting : new TreeMap<>(system.settings()).entrySet()) {
            FILE.matcher(setting.getValue()).results().forEach(found -> given.append(setting.getKey()).append(' ').append(stamp(found.group(1))).append('\n'));
            if (setting.getKey().equals(FILE_SETTING) && !PLACEHOLDER.matcher(setting.getValue()).find()) {
                given.append(setting.getKey()).append(' ').append(arrival(setting.getValue())).append('\n');
            }
        }
        return Integer.toHexString(new TreeMap<>(system.settings()).hashCode()) + " " + Integer.toHexString(job.fingerprint().hashCode()) + "\n" + given;
    }

    /** Those that hold a secret, as they are written; what is written there is a placeholder. */
    String settings(Job job) {
        SystemSpec system = project.systems().get(job.system());
        List<String> names = new ArrayList<>();
        new TreeMap<>(system.settings()).forEach((name, written) -> {
            boolean secret = Optional.ofNullable(system.connector().settings().get(name)).filter(SettingSpec::secret).isPresent();
            Matcher placeholder = PLACEHOLDER.matcher(written);
            if (secret && placeholder.find()) {
                names.add("caravan.systems." + system.name() + "." + name + " = " + placeholder.group());
            }
        });
        return names.isEmpty() ? "the settings caravan.systems." + system.name() + ".*" : String.join(", ", names);
    }

    /** Where there is no file of that name, a pattern may be meant: its folder changes when one comes. */
    private String arrival(String file) {
        String there = stamp(file);
        return there.isEmpty() ? stamp(Optional.ofNullable(Path.of(file).getParent()).map(Path::toString).orElse("")) : there;
    }

    private String stamp(String name) {
        try {
            Path file = project.folder().resolve(name);
            return Files.getLastModifiedTime(file).toMillis() + " " + (Files.isDirectory(file) ? 0 : Files.size(file));
        } catch (IOException | InvalidPathException gone) {
            return "";
        }
    }
}
