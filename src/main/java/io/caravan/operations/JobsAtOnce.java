package io.caravan.operations;

import io.caravan.mapping.Job;
import io.caravan.mapping.OutboundJob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Works through jobs in their order, except that outbound jobs which follow each other do not wait for one another: a slow
 * target keeps nobody from the others. What goes into the same system stays in order, and so do groups and the accounts of
 * their members in another one, everything before and after a source, and what is written back after what is made.
 */
public final class JobsAtOnce {

    private JobsAtOnce() {
    }

    /** Whether any of them run at the same time. */
    public static boolean any(List<Job> jobs) {
        return stages(jobs).stream().anyMatch(stage -> stage.size() > 1);
    }

    /**
     * Does the work of every job.
     *
     * @param work called by several threads
     * @return what came of each job, in the jobs' order
     * @throws RuntimeException the first that the work threw, once all that had begun is over
     */
    static <T> List<T> each(List<Job> jobs, Function<Job, T> work) {
        Map<Integer, T> results = Collections.synchronizedMap(new TreeMap<>());
        for (Collection<List<Integer>> stage : stages(jobs)) {
            List<CompletableFuture<Void>> running = new ArrayList<>();
            for (List<Integer> chain : stage) {
                Runnable links = () -> chain.forEach(place -> results.put(place, work.apply(jobs.get(place))));
                String name = jobs.get(chain.get(0)).name();
                running.add(CompletableFuture.runAsync(links, stage.size() == 1 ? Runnable::run : task -> new Thread(task, name).start()));
            }
            join(CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)));
        }
        return List.copyOf(results.values());
    }

    /** What runs one after the other; in each stage, by system, what runs at the same time: places in the list, in order. */
    private static List<Collection<List<Integer>>> stages(List<Job> jobs) {
        List<Map<String, List<Integer>>> stages = new ArrayList<>();
        Map<String, String> together = together(jobs);
        for (int place = 0; place < jobs.size(); place++) {
            boolean goesOn = place > 0 && Work.of(jobs.get(place)) != Work.IN && Work.of(jobs.get(place)) == Work.of(jobs.get(place - 1));
            if (!goesOn) {
                stages.add(new LinkedHashMap<>());
            }
            stages.get(stages.size() - 1).computeIfAbsent(together.get(jobs.get(place).system()), system -> new ArrayList<>()).add(place);
        }
        return stages.stream().map(Map::values).toList();
    }

    /** Systems that wait for one another, by one of them: those of groups and of the accounts that are in them. */
    private static Map<String, String> together(List<Job> jobs) {
        Map<String, String> together = new HashMap<>();
        jobs.forEach(job -> together.put(job.system(), job.system()));
        for (Job groups : jobs) {
            jobs.stream().filter(other -> groups instanceof OutboundJob outbound && outbound.holdsAccountsOf(other)).forEach(other -> {
                String from = together.get(other.system());
                String to = together.get(groups.system());
                together.replaceAll((system, with) -> with.equals(from) ? to : with);
            });
        }
        return together;
    }

    /** What is written back may have been made by the others. */
    private enum Work {
        IN, OUT, BACK;

        static Work of(Job job) {
            return job instanceof OutboundJob outbound ? outbound.writeBack().isPresent() ? BACK : OUT : IN;
        }
    }

    private static void join(CompletableFuture<Void> all) {
        try {
            all.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }
}
