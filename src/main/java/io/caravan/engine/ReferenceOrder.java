package io.caravan.engine;

import io.caravan.subject.Reference;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * An order of the changes that wait for other accounts, in which those referred to come before those that refer to them:
 * managers before their people, level by level. Where people refer to each other in a circle, one of them goes first.
 * Numbers in arrays only, some fifty bytes a change, because a million of them may wait. Not thread-safe.
 */
final class ReferenceOrder {

    private static final int PORTION = 5_000;
    private static final int REMEMBERED = 100_000;
    /** In place of a reference that is not waited for. */
    private static final long NOBODY = -1;

    private final LongArrayList changes = new LongArrayList();
    private final LongArrayList identities = new LongArrayList();
    private final Long2IntOpenHashMap numberOf = new Long2IntOpenHashMap();
    /** The identities that number n refers to are those from {@code begin[n]} to {@code begin[n + 1]}. */
    private final LongArrayList awaited = new LongArrayList();
    private final IntArrayList begin = new IntArrayList();
    private final IntArrayList order = new IntArrayList();

    private ReferenceOrder() {
        numberOf.defaultReturnValue(-1);
    }

    static ReferenceOrder of(StateStore store, String job) {
        ReferenceOrder order = new ReferenceOrder();
        store.changes().eachWaiting(job, order::add);
        order.readReferences(store, job);
        order.sort();
        return order;
    }

    private void add(long change, long identity) {
        numberOf.put(identity, changes.size());
        changes.add(change);
        identities.add(identity);
    }

    private void readReferences(StateStore store, String job) {
        Map<Reference, Long> meant = new HashMap<>();
        begin.add(0);
        ReadAhead<Map<Long, Set<Reference>>> ahead = new ReadAhead<>("planned-" + job);
        for (int from = 0; from < identities.size(); from += PORTION) {
            List<Long> some = portion(from);
            Map<Long, Set<Reference>> references = ahead.take(() -> store.links().referredToBy(job, some));
            List<Long> following = portion(from + PORTION);
            if (!following.isEmpty()) {
                ahead.begin(() -> store.links().referredToBy(job, following));
            }
            Set<Reference> unknown = new HashSet<>();
            references.values().forEach(unknown::addAll);
            if (meant.size() > REMEMBERED) {
                meant.clear();
            }
            unknown.removeAll(meant.keySet());
            store.hub().identitiesMeant(unknown).forEach((reference, people) -> {
                if (people.size() == 1) {
                    meant.put(reference, people.get(0));
                }
            });
            for (long identity : some) {
                references.getOrDefault(identity, Set.of()).stream().map(meant::get)
                        .filter(other -> other != null && other != identity).distinct().forEach(awaited::add);
                begin.add(awaited.size());
            }
        }
    }

    private List<Long> portion(int from) {
        return List.copyOf(identities.subList(Math.min(identities.size(), from), Math.min(identities.size(), from + PORTION)));
    }

    /**
     * Kahn's algorithm: whoever waits for nobody that is not in the order yet is next. Those of one level go in the order of their changes,
     * so that a million of them, and what is stored of each, are walked through from one end to the other, not at random.
     */
    private void sort() {
        Referrers referrers = new Referrers();
        int[] open = new int[changes.size()];
        for (int number = 0; number < open.length; number++) {
            open[number] = (int) others(number).filter(other -> other >= 0).count();
            if (open[number] == 0) {
                order.add(number);
            }
        }
        int done = 0;
        int lowest = 0;
        while (done < open.length) {
            if (done < order.size()) {
                int end = order.size();
                IntArrays.parallelQuickSort(order.elements(), done, end);
                while (done < end) {
                    referrers.of(order.getInt(done++), referrer -> {
                        if (--open[referrer] == 0) {
                            order.add(referrer);
                        }
                    });
                }
            } else {
                while (open[lowest] == 0) {
                    lowest++;
                }
                int freed = breakCircle(lowest, open);
                if (--open[freed] == 0) {
                    order.add(freed);
                }
            }
        }
    }

    /** The numbers that this one refers to; below 0 for who has no change in this order. */
    private IntStream others(int number) {
        return IntStream.range(begin.getInt(number), begin.getInt(number + 1)).map(i -> numberOf.get(awaited.getLong(i)));
    }

    /**
     * Goes from one to whom he waits for until somebody comes again. He goes without the next of the circle; that reference is
     * set later, by another change.
     */
    private int breakCircle(int start, int[] open) {
        IntOpenHashSet seen = new IntOpenHashSet();
        int number = start;
        while (seen.add(number)) {
            number = numberOf.get(awaited.getLong(firstOpen(number, open)));
        }
        awaited.set(firstOpen(number, open), NOBODY);
        return number;
    }

    private int firstOpen(int number, int[] open) {
        for (int i = begin.getInt(number); i < begin.getInt(number + 1); i++) {
            int other = numberOf.get(awaited.getLong(i));
            if (other >= 0 && open[other] > 0) {
                return i;
            }
        }
        throw new IllegalStateException("nobody is waited for, and yet it is not in the order");
    }

    /** Who refers to whom, the other way round. */
    private final class Referrers {
        private final int[] first = new int[changes.size() + 1];
        private final int[] numbers;

        private Referrers() {
            awaited.forEach(identity -> {
                if (numberOf.containsKey(identity)) {
                    first[numberOf.get(identity) + 1]++;
                }
            });
            Arrays.parallelPrefix(first, Integer::sum);
            numbers = new int[first[changes.size()]];
            int[] next = first.clone();
            for (int number = 0; number < changes.size(); number++) {
                int referrer = number;
                others(number).filter(other -> other >= 0).forEach(other -> numbers[next[other]++] = referrer);
            }
        }

        /** Those who still wait for this one. */
        private void of(int number, IntConsumer referrer) {
            for (int i = first[number]; i < first[number + 1]; i++) {
                if (others(numbers[i]).anyMatch(other -> other == number)) {
                    referrer.accept(numbers[i]);
                }
            }
        }
    }

    int size() {
        return order.size();
    }

    /** The change at a place of the order. */
    long change(int place) {
        return changes.getLong(order.getInt(place));
    }

    /** Whose change that is. */
    long identity(int place) {
        return identities.getLong(order.getInt(place));
    }

    /** Whether one of those whom the change at this place refers to is still under way or to come. */
    boolean waits(int place, DispatchProgress progress) {
        int number = order.getInt(place);
        for (int i = begin.getInt(number); i < begin.getInt(number + 1); i++) {
            if (awaited.getLong(i) != NOBODY && progress.isAwaited(awaited.getLong(i))) {
                return true;
            }
        }
        return false;
    }
}
