package io.caravan.runtime;

import io.caravan.engine.ChangeStore.DeadLetter;
import io.caravan.engine.Cycle;
import io.caravan.engine.CycleListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings new dead letters to the route {@code direct:dead-letter}, one by one, after they are stored and with nothing
 * locked. Each is told once at most: whoever missed one finds it in the store. What goes wrong in that route is logged and
 * has no consequences for the cycle. Thread-safe.
 */
final class DeadLetterPublisher implements CycleListener {

    static final String ROUTE = "direct:dead-letter";
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterPublisher.class);
    /** Texts from elsewhere stay on one line, whatever is in them. */
    private static final Pattern CONTROL_CHARACTERS = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]+");

    private final CycleListener others;
    private final Queue<DeadLetter> waiting = new ConcurrentLinkedQueue<>();

    /** @param others also hear of everything */
    DeadLetterPublisher(CycleListener others) {
        this.others = others;
    }

    @Override
    public void begins(Cycle cycle, String step, long expected) {
        others.begins(cycle, step, expected);
    }

    @Override
    public void advances(Cycle cycle, String step, long more) {
        others.advances(cycle, step, more);
    }

    @Override
    public void ends(Cycle cycle, String step) {
        others.ends(cycle, step);
    }

    @Override
    public void deadLettered(Cycle cycle, List<DeadLetter> letters) {
        waiting.addAll(letters);
        others.deadLettered(cycle, letters);
    }

    /** Sends what is waiting. Somebody else's Camel context may have no such route; then nobody wants to know. */
    void deliver(CycleRun run, CamelContext context, ProducerTemplate routes) {
        boolean wanted = !waiting.isEmpty() && CamelRuntime.listens(context, ROUTE);
        for (DeadLetter letter = waiting.poll(); letter != null; letter = waiting.poll()) {
            if (wanted) {
                send(letter, run, routes);
            }
        }
    }

    private static void send(DeadLetter letter, CycleRun run, ProducerTemplate routes) {
        Exception failure;
        try {
            Exchange answer = routes.send(ROUTE, exchange -> exchange.getMessage().setBody(told(letter, run)));
            failure = answer.getException();
        } catch (RuntimeException notSent) {
            failure = notSent;
        }
        if (failure != null) {
            LOG.warn("the route {} failed for a dead letter; it is in the store all the same: job={} identity={} reason={}",
                    ROUTE, letter.job(), oneLine(letter.identityKey()), oneLine(String.valueOf(failure.getMessage())));
        }
    }

    /** What the route gets: texts and whole numbers only, no attribute values; what is not known is left out. */
    private static Map<String, Object> told(DeadLetter letter, CycleRun run) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("job", letter.job());
        told.put("system", run.getTarget());
        told.put("cycle", letter.failure().cycle());
        letter.identityId().ifPresent(known -> told.put("identity", oneLine(letter.identityKey())));
        letter.anchor().ifPresent(anchor -> told.put("anchor", oneLine(anchor)));
        told.put("operation", letter.change().map(change -> change.kind().word()).orElse("read"));
        told.put("outcome", letter.outcome().word());
        told.put("cause", letter.cause());
        told.put("reason", oneLine(letter.reason()));
        if (!letter.where().isEmpty()) {
            told.put("where", oneLine(letter.where()));
        }
        told.put("attempts", letter.failure().attempts());
        told.put("at", letter.failure().at().toString());
        return told;
    }

    private static String oneLine(String text) {
        return CONTROL_CHARACTERS.matcher(text).replaceAll(" ");
    }
}
