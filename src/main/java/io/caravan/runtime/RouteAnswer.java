package io.caravan.runtime;

import io.caravan.camel.Secrets;
import io.caravan.config.OwnSetting;
import io.caravan.diagnostic.VisibleText;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.util.MailConnectException;

/**
 * What became of a call of a route that is told of something.
 *
 * @param failure why it failed, in one line: the file, the line and the step, and the cause; for a mail the server, and what it answered. Without secrets:
 *                of addresses nothing but the host is left
 */
record RouteAnswer(Optional<String> failure) {

    private static final int LONGEST = 300;
    /** A path may be a secret, such as that of a web hook. */
    private static final Pattern ADDRESS = Pattern.compile("([a-z][a-z0-9+.-]*://)(?:[^\\s/?#@]*@)?([^\\s/?#'\"]+)[^\\s'\"]*", Pattern.CASE_INSENSITIVE);

    static RouteAnswer of(Caravan caravan, ProducerTemplate routes, String address, Object body) {
        try {
            Exchange sent = routes.send(address, exchange -> exchange.getMessage().setBody(body));
            return new RouteAnswer(Optional.ofNullable(sent.getException()).map(failed -> (isOfMail(failed) ? "" : FailedSteps.place(failed)) + words(failed, caravan)));
        } catch (RuntimeException notSent) {
            return new RouteAnswer(Optional.of(words(notSent, caravan)));
        }
    }

    boolean isTaken() {
        return failure.isEmpty();
    }

    private static String words(Throwable failed, Caravan caravan) {
        String words = isOfMail(failed) ? mailed(failed, server(caravan)) : cause(failed);
        String safe = new Secrets(secrets(caravan)).redact(withoutPaths(words));
        return VisibleText.of(safe.length() > LONGEST ? safe.substring(0, LONGEST) + "…" : safe);
    }

    /** Of addresses nothing but the host is left. */
    static String withoutPaths(String text) {
        return ADDRESS.matcher(text).replaceAll("$1$2");
    }

    private static boolean isOfMail(Throwable failed) {
        return chain(failed).stream().anyMatch(MessagingException.class::isInstance);
    }

    private static String cause(Throwable failed) {
        Throwable deepest = CamelRuntime.deepest(failed);
        return deepest.getClass().getSimpleName() + (deepest.getMessage() == null ? "" : ": " + firstLine(deepest.getMessage()));
    }

    /** A server's own answer says most; of several the last, which is about one receiver. */
    private static String mailed(Throwable failed, String server) {
        List<Throwable> chain = chain(failed);
        Optional<Throwable> answered = chain.stream().filter(one -> one instanceof SMTPSendFailedException || one instanceof SMTPAddressFailedException
                || one instanceof SMTPSenderFailedException).reduce((first, last) -> last);
        if (answered.isPresent()) {
            return server + " answered: " + firstLine(answered.get().getMessage());
        }
        Optional<Throwable> login = chain.stream().filter(AuthenticationFailedException.class::isInstance).findFirst();
        if (login.isPresent()) {
            return server + " does not take the user and password: " + firstLine(login.get().getMessage());
        }
        Throwable deepest = chain.get(chain.size() - 1);
        String what = chain.stream().anyMatch(MailConnectException.class::isInstance) ? " cannot be reached: " : chain.stream().anyMatch(SSLException.class::isInstance) ? " cannot be trusted: " : ": ";
        return server + what + (deepest instanceof MessagingException ? "" : deepest.getClass().getSimpleName() + ": ") + firstLine(deepest.getMessage());
    }

    private static String server(Caravan caravan) {
        return "the mail server " + resolved(caravan, OwnSetting.MAIL_HOST).orElse("localhost") + ":" + resolved(caravan, OwnSetting.MAIL_PORT).orElse("587");
    }

    /** All that lies behind a failure; of mails, which keep others beside their cause, these too. */
    private static List<Throwable> chain(Throwable failed) {
        List<Throwable> chain = new ArrayList<>();
        Throwable one = failed;
        while (one != null && !chain.contains(one)) {
            chain.add(one);
            one = one instanceof MessagingException mail && mail.getNextException() != null ? mail.getNextException() : one.getCause();
        }
        return chain;
    }

    private static String firstLine(String text) {
        return text == null ? "" : text.strip().lines().findFirst().orElse("");
    }

    /** Also as a server may say them back: in the forms of AUTH PLAIN and AUTH LOGIN (RFC 4616, RFC 4954). */
    private static List<String> secrets(Caravan caravan) {
        Optional<String> password = resolved(caravan, OwnSetting.MAIL_PASSWORD);
        String user = resolved(caravan, OwnSetting.MAIL_USER).orElse("");
        return password.stream().flatMap(secret -> Stream.of(secret, base64(secret), base64("\0" + user + "\0" + secret))).toList();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> resolved(Caravan caravan, OwnSetting setting) {
        try {
            return caravan.project().settings().text(setting.key()).map(caravan.context()::resolvePropertyPlaceholders);
        } catch (RuntimeException notThere) {
            return Optional.empty();
        }
    }
}
