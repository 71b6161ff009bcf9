package io.caravan.camel;

import io.caravan.connector.Effect;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.camel.ExchangeTimedOutException;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.component.kamelet.FailedToCreateKameletException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

/**
 * Turns what a connector's route threw into an outcome. What decides is where in the causes a known exception stands,
 * and whether the call was a write: a write whose answer was lost is in doubt, because it may have been carried out.
 */
public final class OutcomeOf {

    private static final int DEEPEST_CAUSE = 30;
    private final Map<Integer, OutcomeKind> declared;
    private final Secrets secrets;
    private final Runnable whenRefused;

    OutcomeOf(Map<Integer, OutcomeKind> declared, Secrets secrets) {
        this(declared, secrets, () -> { });
    }

    /** @param whenRefused is told of each failure that says that the credentials are not accepted */
    OutcomeOf(Map<Integer, OutcomeKind> declared, Secrets secrets, Runnable whenRefused) {
        this.declared = declared;
        this.secrets = secrets;
        this.whenRefused = whenRefused;
    }

    /** What a request comes to that got no answer: one that never left is in no doubt. Its words are not redacted yet. */
    public static Outcome lost(Throwable thrown, Effect effect) {
        List<Throwable> causes = causes(thrown);
        return Outcome.failed(kindOf(causes, effect), "no answer: " + words(causes.stream().filter(OutcomeOf::tells).findFirst().orElse(thrown)));
    }

    Outcome failure(Throwable thrown, Effect effect) {
        Outcome failed = understood(thrown, effect);
        if (failed.kind() == OutcomeKind.UNAUTHORIZED) {
            whenRefused.run();
        }
        return failed;
    }

    /** Whether it says that the credentials are not accepted; nobody is told. */
    boolean isRefusal(Throwable thrown, Effect effect) {
        return understood(thrown, effect).kind() == OutcomeKind.UNAUTHORIZED;
    }

    private Outcome understood(Throwable thrown, Effect effect) {
        List<Throwable> causes = causes(thrown);
        for (Throwable cause : causes) {
            if (cause instanceof OutcomeException known) {
                return redacted(known.outcome());
            }
            if (cause instanceof HttpOperationFailedException http) {
                return redacted(new HttpAnswer(http).outcome(declared, effect));
            }
        }
        Throwable telling = causes.stream().filter(HttpAnswerLimitException.class::isInstance).findFirst()
                .or(() -> causes.stream().filter(OutcomeOf::tells).findFirst()).orElse(causes.get(causes.size() - 1));
        return Outcome.failed(kindOf(causes, effect), secrets.redact(words(telling)));
    }

    /** The outcome as it may be shown. */
    Outcome redacted(Outcome outcome) {
        if (outcome.message().isEmpty()) {
            return outcome;
        }
        return outcome.saying(secrets.redact(outcome.message()));
    }

    private static OutcomeKind kindOf(List<Throwable> causes, Effect effect) {
        if (causes.stream().anyMatch(OutcomeOf::neverSent)) {
            return OutcomeKind.UNAVAILABLE;
        }
        if (causes.stream().anyMatch(OutcomeOf::neverStarted)) {
            return OutcomeKind.MISCONFIGURED;
        }
        // A read that brings more than anybody takes would bring the same again.
        return effect == Effect.NONE && causes.stream().anyMatch(HttpAnswerLimitException.class::isInstance) ? OutcomeKind.INVALID : effect.unanswered();
    }

    private static boolean neverSent(Throwable cause) {
        return cause instanceof ConnectException || cause instanceof UnknownHostException || cause instanceof NoRouteToHostException
                || cause instanceof ConnectTimeoutException || cause instanceof ConnectionRequestTimeoutException
                || cause instanceof javax.net.ssl.SSLHandshakeException;
    }

    /** Settings or connector are at fault, not the request: no request can succeed until somebody mends them. */
    private static boolean neverStarted(Throwable cause) {
        return cause instanceof FailedToCreateKameletException || cause instanceof FailedToCreateRouteException
                || cause instanceof ResolveEndpointFailedException || cause instanceof NoSuchBeanException;
    }

    private static boolean tells(Throwable cause) {
        return cause instanceof IOException || cause instanceof TimeoutException || cause instanceof ExchangeTimedOutException;
    }

    private static String words(Throwable cause) {
        String said = Optional.ofNullable(cause.getMessage()).orElse("no reason given");
        if (cause instanceof UnknownHostException) {
            return "host not found: " + said;
        }
        if (cause instanceof SSLException) {
            return "TLS failed: " + said;
        }
        return cause instanceof IOException ? said : cause.getClass().getSimpleName() + ": " + said;
    }

    private static List<Throwable> causes(Throwable thrown) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = thrown; cause != null && causes.size() < DEEPEST_CAUSE && !causes.contains(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
