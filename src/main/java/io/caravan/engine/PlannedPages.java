package io.caravan.engine;

import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.subject.Identity;
import io.caravan.plan.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The planned changes of a job in the order in which they go out, page by page: in the order of dispatch, and those that
 * wait for others in {@link ReferenceOrder}. While one page is worked on, the next one is read. One thread at a time.
 */
final class PlannedPages {

    private static final int PAGE = 1000;
    static final int NONE = -1;

    private final StateStore store;
    private final String job;
    private final DispatchProgress progress;
    private final Predicate<Change> needsIdentity;
    private Optional<PlannedChange> last = Optional.empty();
    private ReferenceOrder order;
    private boolean behindThoseWhoWaitForNobody;
    private int place;
    private final ReadAhead<List<Outgoing>> ahead;

    /**
     * One change.
     *
     * @param place    in the reference order; {@value #NONE} when it is not part of it
     * @param identity whose it is, where that is needed to send it
     */
    record Outgoing(PlannedChange planned, int place, Optional<Identity> identity) {

        Outgoing with(Change change) {
            return new Outgoing(new PlannedChange(planned.id(), change, planned.held()), place, identity);
        }

        long identityId() {
            return planned.change().identityId();
        }
    }

    PlannedPages(StateStore store, String job, DispatchProgress progress, Predicate<Change> needsIdentity) {
        this.store = store;
        this.job = job;
        this.progress = progress;
        this.needsIdentity = needsIdentity;
        this.ahead = new ReadAhead<>("planned-" + job);
    }

    /** The next page; empty when there is none. */
    List<Outgoing> next() {
        List<Outgoing> page = ahead.take(this::read);
        if (!page.isEmpty()) {
            ahead.begin(this::read);
        }
        return page;
    }

    /** Whether a change has to wait for others. */
    boolean waits(Outgoing outgoing) {
        return outgoing.place() != NONE && order.waits(outgoing.place(), progress);
    }

    private List<Outgoing> read() {
        if (order == null) {
            order = ReferenceOrder.of(store, job);
            for (int i = 0; i < order.size(); i++) {
                progress.willCome(order.identity(i));
            }
        }
        List<Outgoing> page = List.of();
        boolean more = true;
        while (page.isEmpty() && more) {
            boolean behind = behindThoseWhoWaitForNobody;
            boolean inReferenceOrder = behind && place < order.size();
            page = inReferenceOrder ? inReferenceOrder() : inOrderOfDispatch();
            more = inReferenceOrder || behind != behindThoseWhoWaitForNobody;
        }
        return page;
    }

    private List<Outgoing> inOrderOfDispatch() {
        List<PlannedChange> page = store.changes().next(job, last, PAGE);
        if (!behindThoseWhoWaitForNobody) {
            List<PlannedChange> first = page.stream().filter(planned -> planned.change().rank() < Change.WAITS).toList();
            behindThoseWhoWaitForNobody = first.size() < page.size();
            page = first;
        }
        if (!page.isEmpty()) {
            last = Optional.of(page.get(page.size() - 1));
        }
        Map<Long, Identity> identities = identities(page);
        return page.stream().map(planned -> outgoing(planned, NONE, identities)).toList();
    }

    private List<Outgoing> inReferenceOrder() {
        int end = Math.min(order.size(), place + PAGE);
        List<Long> ids = new ArrayList<>(end - place);
        for (int i = place; i < end; i++) {
            ids.add(order.change(i));
        }
        List<PlannedChange> found = store.changes().read(job, ids);
        last = Stream.concat(last.stream(), found.stream()).max(PlannedChange.ORDER_OF_DISPATCH); // there it goes on afterwards
        Map<Long, Identity> identities = identities(found);
        Map<Long, PlannedChange> byId = new HashMap<>();
        found.forEach(planned -> byId.put(planned.id(), planned));
        List<Outgoing> page = new ArrayList<>(found.size());
        for (; place < end; place++) {
            PlannedChange planned = byId.get(order.change(place));
            if (planned == null) {
                progress.dropped(order.identity(place));
            } else {
                page.add(outgoing(planned, place, identities));
            }
        }
        return page;
    }

    private Map<Long, Identity> identities(List<PlannedChange> page) {
        List<Long> needed = page.stream().map(PlannedChange::change).filter(needsIdentity).map(Change::identityId).toList();
        return needed.isEmpty() ? Map.of() : store.hub().identities(needed);
    }

    private static Outgoing outgoing(PlannedChange planned, int place, Map<Long, Identity> identities) {
        return new Outgoing(planned, place, Optional.ofNullable(identities.get(planned.change().identityId())));
    }
}
