package io.caravan.runtime;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.engine.DispatchStep.Batch;
import io.caravan.engine.MembersAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The changes of one cycle that were handed to its routes and are not recorded yet, by id: whatever way a route takes, what it
 * brings back is looked up here. Each change goes from claimed to sending to answered, back to sending as long as it may be
 * repeated, and is recorded once. Thread-safe.
 */
final class InFlight {

    private static final long LOOK_UP_MILLIS = 200;
    /** So many may lie in a queue or a topic: what has been handed out, leavers do not overtake, and it takes room here. */
    private static final int MOST = 10_000;

    /** Part of every id: what comes from another cycle, another process or another store, out of a queue or a topic, has none of these. */
    private final String name = UUID.randomUUID().toString();
    private final Map<String, Claim> claims = new LinkedHashMap<>();
    private long lastMove = System.nanoTime();
    private int most;
    private int held;

    InFlight() {
        this(MOST);
    }

    InFlight(int most) {
        this.most = most;
    }

    /** One change on its way. What is not final is read and written by who {@link #send sends} it. */
    static final class Claim {
        private final String id;
        private final PlannedChange planned;
        private final Optional<AccountRequest> request;
        private PlannedChange sent;
        private Optional<Outcome> outcome = Optional.empty();
        private int attempts;
        private long millis;
        private boolean sending;
        private boolean recording;
        private boolean held;
        private Map<String, Object> handedOver = Map.of();
        private Optional<MembersAnswer> members = Optional.empty();

        private Claim(String id, PlannedChange planned, Optional<AccountRequest> request) {
            this.id = id;
            this.planned = planned;
            this.request = request;
            this.sent = planned;
        }

        /** By which routes know it. */
        String id() {
            return id;
        }

        /** As it was planned. */
        PlannedChange planned() {
            return planned;
        }

        /** What the target is to hear of it; empty when nothing. */
        Optional<AccountRequest> request() {
            return request;
        }

        /** As it was sent: a route may have enriched it. */
        PlannedChange sent() {
            return sent;
        }

        Optional<Outcome> outcome() {
            return outcome;
        }

        /** How often it was tried. */
        int attempts() {
            return attempts;
        }

        /** How long the last try took. */
        long millis() {
            return millis;
        }

        /** Whether somebody waits for its answer right now. */
        boolean isSending() {
            return sending;
        }

        /** The secrets of it that the route for secrets has taken; sent again, they need not be given again. */
        Map<String, Object> handedOver() {
            return handedOver;
        }

        void handedOver(Map<String, Object> secrets) {
            handedOver = secrets;
        }

        /** What became of each member so far; of a change that is not about members, nothing. */
        Optional<MembersAnswer> members() {
            return members;
        }

        void answered(MembersAnswer answer, long took) {
            members = Optional.of(answer);
            answered(answer.outcome(), took);
        }

        void enriched(PlannedChange other) {
            sent = other;
        }

        void answered(Outcome answer, long took) {
            outcome = Optional.of(mayHaveBegun() ? answer.asBegun() : answer);
            millis = took;
        }

        /** Whether an earlier try may have done something, whatever the next one is told. */
        private boolean mayHaveBegun() {
            boolean create = request.filter(one -> one.operation() == Operation.CREATE).isPresent();
            return outcome.filter(last -> last.begun() || last.kind() == OutcomeKind.UNAVAILABLE && !create).isPresent();
        }

        private boolean isBusy() {
            return sending || recording;
        }

        private boolean isOpen() {
            return outcome.isEmpty() || repeatable(outcome.get());
        }
    }

    /** Whether a request was not carried out for certain, and sending it again may help. */
    static boolean repeatable(Outcome outcome) {
        return outcome.kind() == OutcomeKind.UNAVAILABLE || outcome.kind() == OutcomeKind.THROTTLED;
    }

    /** These leave the store. */
    synchronized List<Claim> claim(Batch batch) {
        List<Claim> claimed = new ArrayList<>(batch.changes().size());
        for (int i = 0; i < batch.changes().size(); i++) {
            PlannedChange planned = batch.changes().get(i);
            Claim claim = new Claim(name + "/" + planned.id(), planned, batch.requests().get(i));
            claims.put(claim.id, claim);
            claimed.add(claim);
        }
        lastMove = System.nanoTime();
        return claimed;
    }

    /** Those of these changes that are in flight; what came too late, or was never handed out, is not among them. */
    synchronized List<Claim> of(Collection<String> ids) {
        return ids.stream().map(claims::get).filter(claim -> claim != null).toList();
    }

    /** Of these, those that have no final outcome and that nobody else is sending; they are sending until {@link #answered}. */
    synchronized List<Claim> send(List<Claim> some) {
        List<Claim> open = some.stream().filter(claim -> claims.containsKey(claim.id) && !claim.isBusy() && !claim.held && claim.isOpen()).toList();
        open.forEach(claim -> {
            claim.sending = true;
            claim.attempts++;
        });
        lastMove = System.nanoTime();
        return open;
    }

    synchronized void answered(List<Claim> some) {
        some.forEach(claim -> claim.sending = false);
        lastMove = System.nanoTime();
        notifyAll();
    }

    /** A route keeps these back on purpose. */
    synchronized void hold(List<Claim> some) {
        for (Claim claim : some) {
            if (claim.outcome.isEmpty() && !claim.sending && !claim.held) {
                claim.held = true;
                held++;
            }
        }
        notifyAll();
    }

    /**
     * Waits until there is room for more. When nothing moves for so long, what is under way is not coming back, and room is made.
     *
     * @param longest without that anything moves
     * @param worthIt asked now and then
     */
    synchronized void awaitRoom(Duration longest, BooleanSupplier worthIt) throws InterruptedException {
        if (!moves(longest, () -> claims.size() - held >= most && worthIt.getAsBoolean())) {
            most *= 2;
        }
    }

    /** Waits as long as this is so and anything moves; false when nothing did for so long, and nobody is sending or recording. */
    private boolean moves(Duration longest, BooleanSupplier whileSo) throws InterruptedException {
        while (whileSo.getAsBoolean()) {
            long left = Duration.ofNanos(lastMove + longest.toNanos() - System.nanoTime()).toMillis();
            if (left <= 0 && claims.values().stream().noneMatch(Claim::isBusy)) {
                return false;
            }
            wait(Math.min(Math.max(1, left), LOOK_UP_MILLIS));
        }
        return true;
    }

    /** Those of these that were answered are recorded, each once; they stay in flight until they are. */
    void record(List<Claim> some, Consumer<Claim> recorder) {
        List<Claim> answered = toRecord(some);
        try {
            answered.forEach(recorder);
        } finally {
            recorded(answered);
        }
    }

    private synchronized List<Claim> toRecord(List<Claim> some) {
        List<Claim> answered = some.stream().filter(claim -> claims.containsKey(claim.id) && claim.outcome.isPresent() && !claim.isBusy()).toList();
        answered.forEach(claim -> claim.recording = true);
        return answered;
    }

    private synchronized void recorded(List<Claim> some) {
        for (Claim claim : some) {
            if (claims.remove(claim.id) != null && claim.held) {
                held--; // kept back, and then answered by the route itself
            }
        }
        lastMove = System.nanoTime();
        notifyAll();
    }

    /**
     * Waits as long as routes have something that may still come back, and something does come at least once in a while.
     *
     * @param longest  without that anything moves
     * @param worthIt  asked now and then
     */
    synchronized void await(Duration longest, BooleanSupplier worthIt) throws InterruptedException {
        moves(longest, () -> worthIt.getAsBoolean() && claims.values().stream().anyMatch(claim -> !claim.held));
    }

    /** Takes what no route has brought to be recorded, once nothing is being sent or recorded any more. */
    synchronized List<Claim> takeAll() throws InterruptedException {
        while (claims.values().stream().anyMatch(Claim::isBusy)) {
            wait();
        }
        List<Claim> left = List.copyOf(claims.values());
        claims.clear();
        held = 0;
        return left;
    }
}
