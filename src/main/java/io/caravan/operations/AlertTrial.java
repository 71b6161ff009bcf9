package io.caravan.operations;

import io.caravan.config.OwnSetting;
import io.caravan.config.Settings;
import io.caravan.runtime.Caravan;
import java.nio.file.Files;
import java.util.Optional;

/**
 * Whether an alert arrives, as far as can be told from here.
 *
 * @param taken   whether the route came to its end: a mail server, or whatever else there is, has taken it
 * @param answer  why not, in the words of whoever refused it, without secrets; empty when it was taken
 * @param route   the file of the project that alerts go through; empty: the one that came with Caravan, which mails
 * @param server  the mail server, and how it is spoken to; empty where a route of the project decides
 * @param to      who gets it; empty likewise
 */
public record AlertTrial(boolean taken, String answer, String route, String server, String to) {

    private static final String FILE = "routes/alerts.camel.yaml";

    /** @throws Refusal when alerts go nowhere */
    public static AlertTrial of(OpenProject project) {
        Settings settings = project.project().settings();
        boolean own = Files.isRegularFile(project.project().folder().resolve(FILE));
        Optional<String> failure = answer(project.engine());
        return new AlertTrial(failure.isEmpty(), failure.orElse(""), own ? FILE : "", own ? "" : server(settings), own ? "" : settings.text(OwnSetting.MAIL_TO.key()).orElse(""));
    }

    private static Optional<String> answer(Caravan engine) {
        try {
            return engine.tryAlerts();
        } catch (IllegalStateException nowhere) {
            throw new Refusal(Refusal.Kind.FAILED, "alerts go nowhere: " + nowhere.getMessage(), "Set caravan.alerts.mail.host, .from and .to, or write a route (docs/how-to/be-told.md)");
        }
    }

    private static String server(Settings settings) {
        return settings.text(OwnSetting.MAIL_HOST.key()).orElse("") + ":" + settings.text(OwnSetting.MAIL_PORT.key()).orElse("") + ", "
                + settings.text(OwnSetting.MAIL_SECURITY.key()).orElse("") + settings.text(OwnSetting.MAIL_USER.key()).map(user -> ", as " + user).orElse("");
    }
}
