package io.caravan.runtime;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.subject.Attributes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;

/** What the Kamelet {@code flaky} of {@link DeliveryTest} calls: answers creates as the test says, and remembers when. */
public final class FlakyTarget {

    static final Deque<Outcome> ANSWERS = new ArrayDeque<>();
    static final List<Long> CALLED_AT = Collections.synchronizedList(new ArrayList<>());
    /** Operations on accounts, other than creates. */
    static final List<String> OTHERS = Collections.synchronizedList(new ArrayList<>());
    /** By id. */
    static final Map<String, Map<String, Object>> ACCOUNTS = new ConcurrentSkipListMap<>();
    static final AtomicInteger AT_ONCE = new AtomicInteger();
    static final AtomicInteger MOST_AT_ONCE = new AtomicInteger();
    static volatile long millis;
    /** A create whose answer is a failure is carried out. */
    static volatile boolean doesItAllTheSame;
    /** What it says to everything but creates and questions. */
    static volatile OutcomeKind refuses;
    /** Nothing is answered. */
    static volatile boolean down;
    static final AtomicInteger TESTS = new AtomicInteger();
    /** So many creates are taken in a second, the others are told that it is too much. */
    static volatile int mostPerSecond = Integer.MAX_VALUE;
    static final AtomicInteger THROTTLED = new AtomicInteger();
    private static long second;
    private static int inIt;
    /** Calls are answered when it opens. */
    static volatile CountDownLatch held = new CountDownLatch(0);

    static final String KAMELET = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: flaky
              labels: {camel.apache.org/kamelet.type: action}
            spec:
              definition:
                title: Flaky
                description: Fails as a test says.
                type: object
              provisioning:
                contract: 1
                role: target
                objects:
                  user:
                    anchor: id
                    additionalAttributes: true
                    attributes:
                      id: {type: string, readOnly: true}
                      worker: {type: string, caseExact: true}
                    operations: [test, list, get, find, create, update, enable, disable, delete]
                    find: [worker]
            RATE
              template:
                beans:
                  - name: flakyTarget
                    type: "#class:io.caravan.runtime.FlakyTarget"
                from:
                  uri: kamelet:source
                  steps:
                    - bean: {ref: "{{flakyTarget}}", method: call}
            """;

    static void reset() {
        ANSWERS.clear();
        CALLED_AT.clear();
        OTHERS.clear();
        ACCOUNTS.clear();
        AT_ONCE.set(0);
        MOST_AT_ONCE.set(0);
        millis = 0;
        doesItAllTheSame = false;
        refuses = null;
        down = false;
        TESTS.set(0);
        mostPerSecond = Integer.MAX_VALUE;
        THROTTLED.set(0);
        held = new CountDownLatch(0);
    }

    static Outcome throttled(Duration wait) {
        return new Outcome(OutcomeKind.THROTTLED, Optional.empty(), Attributes.empty(), "slow down", Optional.of(wait));
    }

    private static synchronized boolean isTooMuch() {
        long now = System.nanoTime() / 1_000_000_000L;
        inIt = now == second ? inIt + 1 : 1;
        second = now;
        return inIt > mostPerSecond;
    }

    public void call(Exchange exchange) throws InterruptedException {
        AccountRequest other = exchange.getVariable("request", AccountRequest.class);
        if (other != null && other.operation() != Operation.CREATE) {
            OTHERS.add(other.operation().word() + " " + other.anchor().orElse(""));
            if (refuses != null) {
                throw new OutcomeException(refuses, "down");
            }
        }
        String operation = exchange.getVariable("operation", String.class);
        if ("test".equals(operation)) {
            TESTS.incrementAndGet();
        }
        if (down) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "down");
        }
        if (!"create".equals(operation)) {
            exchange.getMessage().setBody(switch (operation) {
                case "list" -> List.copyOf(ACCOUNTS.values());
                case "get" -> ACCOUNTS.get(exchange.getVariable("anchor", String.class));
                case "find" -> ACCOUNTS.values().stream()
                        .filter(account -> exchange.getVariable("value").equals(account.get(exchange.getVariable("attribute", String.class)))).toList();
                default -> null;
            });
            return;
        }
        CALLED_AT.add(System.nanoTime());
        if (isTooMuch()) {
            THROTTLED.incrementAndGet();
            throw new OutcomeException(OutcomeKind.THROTTLED, "too many requests");
        }
        MOST_AT_ONCE.accumulateAndGet(AT_ONCE.incrementAndGet(), Math::max);
        try {
            Thread.sleep(millis);
            held.await();
            Outcome answer;
            synchronized (ANSWERS) {
                answer = ANSWERS.poll();
            }
            boolean refuses = answer != null && !answer.isOk();
            if (refuses && !doesItAllTheSame) {
                throw new OutcomeException(answer, null);
            }
            AccountRequest request = exchange.getVariable("request", AccountRequest.class);
            Map<String, Object> account = new TreeMap<>(request.values());
            account.put("id", "id-" + request.values().get("worker"));
            ACCOUNTS.put(account.get("id").toString(), account);
            if (refuses) {
                throw new OutcomeException(answer, null);
            }
            exchange.getMessage().setBody(Map.of("id", account.get("id")));
        } finally {
            AT_ONCE.decrementAndGet();
        }
    }
}
