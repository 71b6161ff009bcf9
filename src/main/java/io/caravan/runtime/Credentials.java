package io.caravan.runtime;

import io.caravan.config.Project;
import io.caravan.connector.ConnectorSpec.SettingSpec;
import io.caravan.connector.SystemSpec;
import io.caravan.engine.ServiceStore;
import io.caravan.engine.ServiceStore.Refused;
import io.caravan.engine.SystemPort.Admissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known of credentials that a system refuses. Who is refused again and again gets the account locked, so each refusal makes the next
 * try wait longer, in every process that shares the store, unless the setting or the file that it names has changed.
 */
final class Credentials {

    private static final Duration FIRST_WAIT = Duration.ofMinutes(5);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final Pattern FILE = Pattern.compile("\\{\\{file:([^{}]+)}}");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]+}}");

    private final ServiceStore store;
    private final Path folder;

    Credentials(ServiceStore store, Project project) {
        this.store = store;
        this.folder = project.folder();
    }

    /** Why the system is not asked now; empty when it may be. */
    Optional<String> leaveAlone(SystemSpec system, Instant now) {
        return known(system.name()).filter(refused -> now.isBefore(refused.again()) && !now.isBefore(refused.last()) && refused.given().equals(given(system)))
                .map(refused -> system.name() + " refused the credentials (" + refused.setting() + ") " + (refused.tries() == 1 ? "once" : refused.tries() + " times")
                        + ", the last time at " + refused.last() + "; so that nobody locks the account it is left alone until " + refused.again()
                        + ", or until the setting or its file changes");
    }

    /** After a cycle. */
    void found(SystemSpec system, Admissions before, Admissions after, Instant now) {
        if (after.refused() > before.refused() && after.lastRefused()) {
            Optional<Refused> known = known(system.name());
            long tries = known.map(Refused::tries).orElse(0L) + 1;
            Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(tries - 1, 10));
            store.refused(new Refused(system.name(), settings(system), known.map(Refused::since).orElse(now), now, tries,
                    now.plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait), given(system)));
        } else if (after.accepted() > before.accepted() && !after.lastRefused()) {
            store.accepted(system.name());
        }
    }

    /** Whoever starts a service may have put right what this cannot see, such as its environment: a system that was left alone for a while is asked at once. */
    void serviceStarts(Instant now) {
        store.refusals().stream().filter(refused -> !now.isBefore(refused.last().plus(FIRST_WAIT)) && now.isBefore(refused.again())).forEach(refused ->
                store.refused(new Refused(refused.system(), refused.setting(), refused.since(), refused.last(), refused.tries(), now, refused.given())));
    }

    private Optional<Refused> known(String system) {
        return store.refusals().stream().filter(refused -> refused.system().equals(system)).findFirst();
    }

    /** Those that hold a secret, as they are written; what is written there is a placeholder. */
    private static String settings(SystemSpec system) {
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

    /** What is written, and of each file that it names when it was changed last and how long it is: nothing that a secret could be told by. */
    private String given(SystemSpec system) {
        StringBuilder given = new StringBuilder();
        for (Map.Entry<String, String> setting : new TreeMap<>(system.settings()).entrySet()) {
            FILE.matcher(setting.getValue()).results().forEach(found -> given.append(setting.getKey()).append(' ').append(stamp(folder.resolve(found.group(1)))).append('\n'));
        }
        return Integer.toHexString(new TreeMap<>(system.settings()).hashCode()) + "\n" + given;
    }

    private static String stamp(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis() + " " + Files.size(file);
        } catch (IOException gone) {
            return "none";
        }
    }
}
