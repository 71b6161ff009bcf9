package io.caravan.config;

import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.Job;
import io.caravan.mapping.MembershipRule;
import io.caravan.mapping.OutboundJob;
import io.caravan.subject.Kind;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The order in which jobs run: as they are named, except that what others refer to goes before them, groups after the members
 * whom they get, what is written back after all that may be, and sources that say who is in which group after those that bring them. Where that goes round in a circle, names decide, and the next cycle sets what was left out.
 */
final class JobOrder {

    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Map<String, Job> ordered = new LinkedHashMap<>();

    private JobOrder(List<Job> jobs) {
        jobs.forEach(job -> this.jobs.put(job.name(), job));
    }

    static List<Job> of(List<Job> jobs) {
        JobOrder order = new JobOrder(jobs);
        jobs.forEach(job -> order.add(job, new HashSet<>()));
        return order.ordered.values().stream().sorted(Comparator.comparing(JobOrder::writesBack)).toList();
    }

    private static boolean writesBack(Job job) {
        return job instanceof OutboundJob outbound && outbound.writeBack().isPresent();
    }

    private void add(Job job, Set<String> onTheWay) {
        if (onTheWay.add(job.name()) && !ordered.containsKey(job.name())) {
            before(job).forEach(other -> add(other, onTheWay));
            ordered.put(job.name(), job);
        }
    }

    private List<Job> before(Job job) {
        if (job instanceof InboundJob inbound) {
            return inbound.memberships().map(rule -> bringsWhomItNames(inbound, rule)).orElse(List.of());
        }
        Set<String> referredTo = job.mapping().attributes().values().stream()
                .flatMap(rule -> rule.source() instanceof AttributeRule.Source.Reference to ? to.accounts().stream() : Stream.empty())
                .map(AttributeRule.Source.Reference.Accounts::job).collect(Collectors.toSet());
        return jobs.values().stream().filter(other -> referredTo.contains(other.name()) || isOfMembers(other, job)).toList();
    }

    /** Whoever is in a group, and the group, should be known when a source says so: else it waits for the next cycle. */
    private List<Job> bringsWhomItNames(InboundJob job, MembershipRule rule) {
        Set<Kind> named = new HashSet<>();
        rule.group().ifPresent(group -> named.addAll(group.kinds()));
        rule.member().ifPresent(member -> named.addAll(member.kinds()));
        return jobs.values().stream().filter(other -> other != job && other instanceof InboundJob && named.contains(other.kind())).toList();
    }

    private static boolean isOfMembers(Job other, Job job) {
        boolean people = job.kind().equals(Kind.GROUP) && other instanceof OutboundJob && other.kind().equals(Kind.PERSON);
        return people && (other.system().equals(job.system()) || job instanceof OutboundJob groups && groups.holdsAccountsOf(other));
    }
}
