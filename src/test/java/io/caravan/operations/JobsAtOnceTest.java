package io.caravan.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.mapping.AttributeRule.Source.Reference.Accounts;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.InboundJob.RecordRules;
import io.caravan.mapping.Job;
import io.caravan.mapping.JobFile;
import io.caravan.mapping.JobSide;
import io.caravan.mapping.Mapping;
import io.caravan.mapping.OutboundJob;
import io.caravan.mapping.OutboundJob.AccountRules;
import io.caravan.mapping.OutboundJob.GuardLimits;
import io.caravan.mapping.OutboundJob.LifecycleRule;
import io.caravan.mapping.OutboundJob.MemberRules;
import io.caravan.mapping.OutboundJob.OnExit;
import io.caravan.mapping.OutboundJob.OnMatch;
import io.caravan.mapping.OutboundJob.OnMissing;
import io.caravan.mapping.OutboundJob.Relations;
import io.caravan.mapping.Schedule;
import io.caravan.mapping.WriteBack;
import io.caravan.subject.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JobsAtOnceTest {

    private static final Mapping NOTHING = new Mapping(Map.of(), Map.of(), Map.of());

    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    @Test
    void targetsAreServedAtTheSameTimeAndToldInTheirOrder() {
        CountDownLatch allThere = new CountDownLatch(3);
        List<String> results = JobsAtOnce.each(List.of(source("hr"), target("app", "app"), target("directory", "directory"), target("crm", "crm")), job -> {
            if (job instanceof OutboundJob) {
                meet(allThere);
            }
            return job.name();
        });
        assertThat(results).containsExactly("hr", "app", "directory", "crm");
    }

    @Test
    void whatStandsBehindASourceWaitsForItAndTheSourceForWhatStandsBefore() {
        run(source("hr"), target("app", "app"), source("phones"), target("crm", "crm"), target("directory", "directory"));
        assertThat(events.subList(0, 6)).containsExactly("hr begins", "hr ends", "app begins", "app ends", "phones begins", "phones ends");
    }

    @Test
    void twoJobsOfOneSystemStayInOrder() {
        run(target("users", "app"), target("groups", "app"), target("crm", "crm"));
        assertThat(events).containsSubsequence("users begins", "users ends", "groups begins", "groups ends");
    }

    @Test
    void groupsWaitForTheAccountsOfTheirMembersInAnotherSystemAndForNoOthers() {
        List<Job> jobs = List.of(target("users", "app"), target("crm", "crm"), groups("roles", "app-roles", "users"));
        run(jobs.toArray(Job[]::new));
        assertThat(events).containsSubsequence("users begins", "users ends", "roles begins", "roles ends");
        assertThat(JobsAtOnce.any(jobs)).isTrue();
        assertThat(JobsAtOnce.any(List.of(jobs.get(0), jobs.get(2)))).isFalse();
    }

    @Test
    void whatIsWrittenBackWaitsForWhatIsMade() {
        run(source("hr"), target("app", "app"), target("crm", "crm"), writingBack("hr-back", "hr"));
        assertThat(events.subList(6, 8)).containsExactly("hr-back begins", "hr-back ends");
    }

    @Test
    void whatBreaksIsToldOnceTheOthersAreDone() {
        assertThatThrownBy(() -> JobsAtOnce.each(List.of(target("app", "app"), target("crm", "crm")), job -> {
            if (job.name().equals("app")) {
                throw new IllegalStateException("broken");
            }
            events.add(job.name() + " ends");
            return job;
        })).isInstanceOf(IllegalStateException.class).hasMessage("broken");
        assertThat(events).containsExactly("crm ends");
    }

    @Test
    void oneTargetAloneHasNobodyBesideIt() {
        assertThat(JobsAtOnce.any(List.of(source("hr"), source("phones"), target("app", "app")))).isFalse();
        assertThat(JobsAtOnce.any(List.of(target("users", "app"), target("groups", "app")))).isFalse();
        assertThat(JobsAtOnce.any(List.of(source("hr"), target("app", "app"), target("crm", "crm")))).isTrue();
    }

    private void run(Job... jobs) {
        JobsAtOnce.each(List.of(jobs), job -> {
            events.add(job.name() + " begins");
            events.add(job.name() + " ends");
            return job;
        });
    }

    private static void meet(CountDownLatch everybody) {
        everybody.countDown();
        try {
            assertThat(everybody.await(20, TimeUnit.SECONDS)).as("the others came, too").isTrue();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static Job source(String name) {
        return new InboundJob(file(name), new JobSide(name, "record", Schedule.NONE, Optional.empty(), List.of()), NOTHING, RecordRules.DEFAULT);
    }

    private static Job target(String name, String system) {
        return new OutboundJob(file(name), new JobSide(system, "user", Schedule.NONE, Optional.empty(), List.of()), NOTHING,
                new AccountRules(OnExit.DISABLE, LifecycleRule.DEFAULT, OnMatch.ADOPT, OnMissing.RECREATE, true), GuardLimits.DEFAULT);
    }

    private static Job groups(String name, String system, String members) {
        return new OutboundJob(file(name), new JobSide(Kind.GROUP, system, "record", Schedule.NONE, Optional.empty(), List.of(), false), NOTHING,
                new AccountRules(OnExit.DISABLE, LifecycleRule.DEFAULT, OnMatch.ADOPT, OnMissing.RECREATE, true,
                        new Relations(Set.of(), Optional.of(new MemberRules(List.of(new Accounts(members, "id")), false, false))), Optional.empty()), GuardLimits.DEFAULT);
    }

    private static Job writingBack(String name, String system) {
        return new OutboundJob(file(name), new JobSide(system, "record", Schedule.NONE, Optional.empty(), List.of()), NOTHING,
                AccountRules.of(new WriteBack(List.of(), false)), GuardLimits.DEFAULT);
    }

    private static JobFile file(String name) {
        return new JobFile(name, "", "mappings/" + name + ".yaml", "", List.of());
    }
}
