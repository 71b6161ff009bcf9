package io.caravan.engine;

import io.caravan.subject.Attributes;
import io.caravan.subject.KeyText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Records of leavers under which somebody is there again, partly as they were: whether what has stayed the same, if anything has, is nobody's own, as whoever
 * has the place of a leaver has her department and her manager, while something that nobody else has is another. Everybody is met once, and whom they are to be
 * compared with is looked up by what they have. Used by one thread.
 */
final class Successors {

    private final Map<String, Successor> all = new LinkedHashMap<>();
    /** By attribute and value, whose own it may be. */
    private final Map<String, Map<String, List<Own>>> byOwn = new HashMap<>();
    /** By attribute and word, who had it and has it still: each by the word that the fewest of them have. Null until somebody is met. */
    private Map<String, Map<String, List<Successor>>> bySame;

    /** What was said, and is said now. */
    record Said(Attributes before, Attributes now) {
    }

    private static final class Successor {
        private final String key;
        private final Map<String, Set<String>> same;
        /** What is another, and no other is known to have had, or to have. */
        private final Set<String> another = new TreeSet<>();
        private boolean sameOfOthers;

        private Successor(String key, Map<String, Set<String>> same) {
            this.key = key;
            this.same = same;
            this.sameOfOthers = same.isEmpty();
        }

        private boolean hasAll(Attributes other) {
            return same.entrySet().stream().allMatch(one -> words(folded(other.get(one.getKey()))).containsAll(one.getValue()));
        }
    }

    /** A value that may be somebody's own. */
    private static final class Own {
        private final Successor whose;
        private int met;

        private Own(Successor whose) {
            this.whose = whose;
        }

        /** One more has it. Of a row of which nothing has stayed, one may: whoever stands on another's row may stand on her own, too. */
        private boolean isSharedByNow() {
            met++;
            return met > (whose.same.isEmpty() ? 1 : 0);
        }
    }

    boolean isEmpty() {
        return all.values().stream().noneMatch(one -> !one.another.isEmpty());
    }

    /** Whether something of a record has stayed the same, and something is another. */
    static boolean mayBe(Set<String> compared, Attributes before, Attributes now) {
        Map<String, Set<String>> same = same(compared, new Said(before, now));
        long another = same.values().stream().filter(Set::isEmpty).count();
        return another > 0 && another < same.size() && same.size() >= BackAsAnother.COMPARED;
    }

    /**
     * @param record what the result calls it
     * @param key    by which it is met itself
     */
    void add(String record, String key, Set<String> compared, Said said) {
        Map<String, Set<String>> same = same(compared, said);
        Successor one = new Successor(key, same.entrySet().stream().filter(each -> !each.getValue().isEmpty()).collect(Collectors.toMap(Entry::getKey, Entry::getValue)));
        same.keySet().stream().filter(name -> !one.same.containsKey(name)).forEach(name -> {
            one.another.add(name);
            Set.of(folded(said.before().get(name)), folded(said.now().get(name)))
                    .forEach(value -> byOwn.computeIfAbsent(name, any -> new HashMap<>()).computeIfAbsent(value, any -> new ArrayList<>()).add(new Own(one)));
        });
        all.put(record, one);
    }

    /** By attribute that has a value before and now, the words that are in both. */
    private static Map<String, Set<String>> same(Set<String> compared, Said said) {
        Map<String, Set<String>> same = new TreeMap<>();
        for (String name : compared) {
            Set<String> had = words(folded(said.before().get(name)));
            Set<String> has = words(folded(said.now().get(name)));
            if (!had.isEmpty() && !has.isEmpty()) {
                Set<String> both = new HashSet<>(had);
                both.retainAll(has);
                same.put(name, both);
            }
        }
        return same;
    }

    /** Somebody is there, as well. */
    void meet(String key, Attributes other) {
        byOwn.forEach((name, owners) -> {
            Object value = other.get(name);
            List<Own> some = value == null ? null : owners.get(folded(value));
            if (some != null) {
                some.stream().filter(one -> !one.whose.key.equals(key) && one.isSharedByNow()).forEach(one -> one.whose.another.remove(name));
                some.removeIf(one -> !one.whose.another.contains(name));
            }
        });
        indexed().forEach((name, those) -> words(folded(other.get(name))).stream().map(those::get).filter(Objects::nonNull).forEach(some -> {
            some.stream().filter(one -> !one.key.equals(key) && one.hasAll(other)).forEach(one -> one.sameOfOthers = true);
            some.removeIf(one -> one.sameOfOthers);
        }));
    }

    private Map<String, Map<String, List<Successor>>> indexed() {
        if (bySame == null) {
            bySame = new HashMap<>();
            Map<String, Long> number = all.values().stream().flatMap(one -> one.same.entrySet().stream()).flatMap(one -> one.getValue().stream().map(word -> one.getKey() + '\n' + word))
                    .collect(Collectors.groupingBy(word -> word, Collectors.counting()));
            for (Successor one : all.values().stream().filter(each -> !each.sameOfOthers).toList()) {
                String[] rarest = one.same.entrySet().stream().flatMap(each -> each.getValue().stream().map(word -> new String[] {each.getKey(), word}))
                        .min((a, b) -> Long.compare(number.get(a[0] + '\n' + a[1]), number.get(b[0] + '\n' + b[1]))).orElseThrow();
                bySame.computeIfAbsent(rarest[0], any -> new HashMap<>()).computeIfAbsent(rarest[1], any -> new ArrayList<>()).add(one);
            }
        }
        return bySame;
    }

    /** Of each by which something of its own is another's, and nothing of its own is left: what is another. */
    Map<String, Set<String>> found() {
        Map<String, Set<String>> found = new LinkedHashMap<>();
        all.forEach((record, one) -> {
            if (one.sameOfOthers && !one.another.isEmpty()) {
                found.put(record, one.another);
            }
        });
        return found;
    }

    private static String folded(Object value) {
        return value == null ? "" : KeyText.folded(value.toString());
    }

    /** @param text folded */
    static Set<String> words(String text) {
        return Arrays.stream(text.split("[\\s,;]+")).filter(word -> !word.isEmpty()).collect(Collectors.toSet());
    }
}
