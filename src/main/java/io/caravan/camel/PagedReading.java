package io.caravan.camel;

import io.caravan.connector.Effect;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.engine.SourceReading;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/**
 * One read over all its pages, each asked for when the one before is used up. A page token that comes a second time
 * would go round for ever and fails the read, and so does whatever else shows that it has no end.
 */
final class PagedReading implements SourceReading {

    private final Answers answers;
    private final Supplier<OutcomeOf> outcomeOf;
    private final Function<Optional<String>, Exchange> pages;
    private final Set<String> seen = new HashSet<>();
    private final long types;
    private final boolean delta;
    private final ReadBounds bounds;
    private final PageProgress progress = new PageProgress();
    private LongPredicate passed = fingerprint -> false;
    private Object body;
    private Iterator<?> records = Collections.emptyIterator();
    private Optional<String> nextPage = Optional.empty();
    private Optional<String> watermark = Optional.empty();
    private Optional<Set<String>> names = Optional.empty();
    private Supplier<Optional<Instant>> writtenAt = Optional::empty;
    private Optional<String> recalled = Optional.empty();
    private Optional<String> memory = Optional.empty();
    private int page;
    private int recordInPage;
    /** Whether a list ends with this page of which the system counted what it has, and that was met; what is read behind it, as of another day, may show the same people. */
    private boolean countedOnce;
    private boolean closed;

    /** @param delta whether it reads what has changed, where one record may come several times */
    PagedReading(Answers answers, Supplier<OutcomeOf> outcomeOf, ReadLimits limits, boolean delta, Function<Optional<String>, Exchange> pages) {
        this.answers = answers;
        this.delta = delta;
        this.bounds = new ReadBounds(limits);
        this.types = answers.types();
        this.outcomeOf = outcomeOf;
        this.pages = pages;
    }

    @Override
    public boolean hasNext() {
        if (closed) {
            return false;
        }
        try {
            while (!records.hasNext()) {
                closePage();
                if (countedOnce) {
                    progress.requireNobodyTwice();
                    countedOnce = false;
                }
                if (page > 0 && nextPage.isEmpty()) {
                    return false;
                }
                if (page > 0) {
                    progress.endOfPage(true);
                }
                bounds.page();
                open(pages.apply(nextPage));
            }
            return true;
        } catch (RuntimeException failed) {
            throw failed(failed);
        }
    }

    @Override
    public SourceItem next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        try {
            recordInPage++;
            bounds.record();
            SourceItem item = answers.item(records.next(), "page " + page + ", record " + recordInPage);
            if (nextPage.isPresent() || page > 1) {
                progress.record(answers.distinct(item, delta));
            }
            return item;
        } catch (RuntimeException failed) {
            throw failed(failed);
        }
    }

    @Override
    public void passOver(LongPredicate known) {
        passed = fingerprint -> {
            boolean passes = known.test(typed(fingerprint));
            if (passes) {
                bounds.record();
            }
            return passes;
        };
    }

    @Override
    public long fingerprint() {
        return body instanceof SourceReading reading ? typed(reading.fingerprint()) : 0;
    }

    /** The same record of another declared type is another one. */
    private long typed(long fingerprint) {
        return fingerprint == 0 ? 0 : fingerprint ^ types;
    }

    private void open(Exchange answer) {
        page++;
        recordInPage = 0;
        body = answer.getMessage().getBody();
        records = Answers.records(body);
        if (body instanceof SourceReading reading) {
            reading.passOver(passed);
            recalled.ifPresent(reading::recall);
            names = reading.names();
            writtenAt = reading::writtenAt;
        }
        nextPage = text(answer, "nextPage");
        watermark = text(answer, "watermark").or(() -> watermark);
        countedOnce = Boolean.TRUE.equals(answer.getVariable("countedOnce"));
        if (nextPage.isPresent() && !seen.add(nextPage.get())) {
            throw new OutcomeException(OutcomeKind.INVALID, "the connector named the same next page twice (after page " + page
                    + "); the read would never end");
        }
    }

    private static Optional<String> text(Exchange answer, String variable) {
        return Optional.ofNullable(answer.getVariable(variable)).map(Object::toString).filter(text -> !text.isBlank());
    }

    private OutcomeException failed(RuntimeException thrown) {
        close();
        return thrown instanceof OutcomeException known && known.outcome().kind() != OutcomeKind.UNAUTHORIZED ? known
                : new OutcomeException(outcomeOf.get().failure(thrown, Effect.NONE), thrown);
    }

    private void closePage() {
        Object done = body;
        body = null;
        records = Collections.emptyIterator();
        if (done instanceof SourceReading reading) {
            watermark = reading.watermark().or(() -> watermark);
            memory = reading.memory();
        }
        if (done instanceof AutoCloseable open) {
            try {
                open.close();
            } catch (Exception failed) {
                throw new OutcomeException(outcomeOf.get().failure(failed, Effect.NONE), failed);
            }
        }
    }

    @Override
    public Optional<Set<String>> names() {
        return names;
    }

    @Override
    public Optional<Instant> writtenAt() {
        return writtenAt.get();
    }

    @Override
    public void recall(String before) {
        recalled = Optional.of(before);
    }

    @Override
    public Optional<String> memory() {
        return memory;
    }

    @Override
    public Optional<String> watermark() {
        return watermark;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            closePage();
        }
    }
}
