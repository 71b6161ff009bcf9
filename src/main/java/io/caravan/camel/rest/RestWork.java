package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.camel.PageProgress;
import io.caravan.connector.Effect;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.RestPaging;
import io.caravan.connector.RestPath;
import io.caravan.connector.RestRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What one call of the connector comes to: requests, one after the other, and what is made of their answers. Not thread-safe. */
abstract class RestWork {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);
    /** So often, and so long, one request waits where all others go on. */
    private static final int MOST_WAITS = 5;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final Deque<RestStep> steps = new ArrayDeque<>();
    private Duration pause = FIRST_PAUSE;
    private long notBefore = System.nanoTime();
    private int waits;
    private boolean again;
    private boolean changed;

    /** What is sent next; empty: nothing more. */
    final Optional<RestStep> current() {
        return Optional.ofNullable(steps.peek());
    }

    final void add(RestStep step) {
        steps.add(step);
    }

    final void addFirst(RestStep step) {
        steps.addFirst(step);
    }

    /** Whether its next request may go in one with others of its kind. */
    final boolean goesTogether() {
        return current().filter(step -> step.request().places().together().isPresent()).isPresent();
    }

    /** Nothing more is to be sent. */
    final void finish() {
        steps.clear();
    }

    final void answered(RestAnswer answer) {
        RestStep step = steps.remove();
        changed |= step.effect() != Effect.NONE;
        step.then().accept(answer);
    }

    /** Whether the system has carried out something of it: should the rest fail, nobody knows how the account stands. */
    final boolean hasChanged() {
        return changed;
    }

    /** The step's request has been taken and not carried out yet: the same is asked for its job. */
    final void await(RestPoll poll) {
        steps.addFirst(steps.remove().polling(poll));
        waitNanos(poll.pause().toNanos());
    }

    /** Whether something of it has been carried out, or taken, so that it must not begin anew. */
    boolean hasBegun() {
        return current().filter(step -> step.open().half().isPresent() || step.open().poll().isPresent()).isPresent();
    }

    /** The same, where the request under way has been sent, and nobody knows what came of it. */
    boolean hasBegunOnceSent() {
        return hasBegun();
    }

    /** The system says that there is no such object. Whether that is the answer. */
    boolean isAnsweredByNobody() {
        return false;
    }

    /** Whether the step that was refused may be sent once more, with other credentials. It happens once. */
    final boolean onceMore() {
        boolean first = !again;
        again = true;
        return first;
    }

    /** The step that was refused is as good as done. */
    final void passOver() {
        steps.remove();
    }

    /** For how long nothing of it is to be sent. */
    final long pauseNanos() {
        return notBefore - System.nanoTime();
    }

    final void waitNanos(long nanos) {
        notBefore = System.nanoTime() + nanos;
    }

    /** The same step goes again, each time a while later. */
    final void waitLonger() {
        waitNanos(pause.toNanos());
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }

    /** Whether the same step goes again after so long; not for too long, and not too often. */
    final boolean mayWait(Optional<Duration> asked) {
        Duration wait = asked.orElse(LONGEST_PAUSE);
        boolean may = waits++ < MOST_WAITS && wait.compareTo(LONGEST_WAIT) <= 0;
        if (may) {
            waitNanos(wait.toNanos());
        }
        return may;
    }

    /** Whether it knows better what a refusal of its current step means, and has gone on. */
    boolean settles(RestJudgement.Refusal refusal) {
        return false;
    }

    /**
     * Whether it goes on although its current step has failed.
     *
     * @param cause what that was before it was told of the step: a change that was half made is in doubt, and the system only asked to wait
     */
    boolean takes(Outcome failure, Outcome cause) {
        return false;
    }

    /** Whether it takes back what it did before its current step failed, and goes on with that. */
    boolean undoes(Outcome failure) {
        return false;
    }

    /** The anchor of what may have been made, or brought back, where it is known already; empty: nothing of the kind. */
    Optional<String> doubted() {
        return Optional.empty();
    }

    /** The anchor of what it has made. */
    Optional<String> made() {
        return Optional.empty();
    }

    /** The anchor of what it takes away. */
    Optional<String> taken() {
        return Optional.empty();
    }

    /** Whether of the answer to its current step nothing is needed but what is looked for. */
    boolean keepsOnlyWhatIsAskedFor() {
        return false;
    }

    /** What the connector answers. */
    abstract Object result();

    /** Reads a list to its end, page by page, and hands over each page. One that brings nothing new any more fails. */
    final void pages(RestRequest request, Map<String, String> variables, BiConsumer<List<JsonNode>, RestAnswer> each) {
        page(request, variables, RestPage.FIRST, new PageProgress(), each);
    }

    private void page(RestRequest request, Map<String, String> variables, RestPage page, PageProgress progress, BiConsumer<List<JsonNode>, RestAnswer> each) {
        RestPaging paging = request.paging().orElseGet(RestPaging::none);
        addFirst(new RestStep(request, variables, Optional.empty(), Optional.of(page), Effect.NONE, answer -> {
            List<JsonNode> items = items(answer, request.places().items());
            items.forEach(item -> progress.record(item.toString()));
            Optional<RestPage> next = page.next(paging, answer, items.size());
            progress.endOfPage(next.isPresent());
            next.ifPresent(following -> page(request, variables, following, progress, each));
            each.accept(items, answer);
        }, RestStep.Open.NOTHING));
    }

    /** The records of a list; an answer that has none where they should stand is no empty list. */
    static List<JsonNode> items(RestAnswer answer, RestPath place) {
        JsonNode list = JsonPlaces.one(answer.document(), place).orElse(null);
        if (list == null || !list.isArray()) {
            throw new OutcomeException(OutcomeKind.INVALID, "the answer has no list " + (place.isWhole() ? "in it" : "at " + place.text()) + "; is the url the base address of the API?");
        }
        List<JsonNode> items = new ArrayList<>();
        list.forEach(items::add);
        return items;
    }

    /** The object that an answer shows; empty where it shows none. */
    static Optional<JsonNode> item(RestAnswer answer, RestPath place) {
        return JsonPlaces.one(answer.document(), place).filter(JsonNode::isObject);
    }
}
