package io.caravan.operations;

import io.caravan.config.ExampleResult;
import io.caravan.config.GroupExamples;
import io.caravan.config.MappingExamples;
import io.caravan.config.Project;
import io.caravan.mapping.GroupRule;
import io.caravan.mapping.Job;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What became of the examples that stand in mappings and in rules of groups. */
public record ExamplesReport(long passed, long failed, List<Tested> examples) {

    /**
     * @param place  file, line and column of the example
     * @param reason why it could not even be compared
     */
    public record Tested(String job, String name, String place, boolean passed, Optional<String> reason, List<ExampleResult.Difference> differences) {

        private static Tested of(ExampleResult result) {
            return new Tested(result.job(), result.example(), result.position().toString(), result.passed(), result.reason(), result.differences());
        }
    }

    /**
     * Runs the examples; nothing outside of the project's files is touched.
     *
     * @param jobs of which jobs or rules; of all, when none is named
     */
    public static ExamplesReport of(Project project, List<String> jobs, Instant now) {
        Set<String> rules = project.groups().stream().map(GroupRule::name).collect(Collectors.toSet());
        List<String> named = jobs.stream().filter(name -> project.job(name).isPresent() || !rules.contains(name)).toList();
        Stream<Tested> ofJobs = !jobs.isEmpty() && named.isEmpty() ? Stream.empty() : OpenProject.jobs(project, named).stream().map(job -> run(project, job, now)).flatMap(List::stream);
        Stream<Tested> ofGroups = project.groups().stream().filter(rule -> jobs.isEmpty() || jobs.contains(rule.name()))
                .flatMap(rule -> GroupExamples.run(rule, now).stream()).map(Tested::of);
        List<Tested> examples = Stream.concat(ofJobs, ofGroups).toList();
        long passed = examples.stream().filter(Tested::passed).count();
        return new ExamplesReport(passed, examples.size() - passed, examples);
    }

    private static List<Tested> run(Project project, Job job, Instant now) {
        return MappingExamples.run(project, job, now).stream().map(Tested::of).toList();
    }
}
