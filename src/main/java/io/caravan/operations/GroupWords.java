package io.caravan.operations;

import io.caravan.engine.GroupReasons;
import io.caravan.engine.SubjectGroups;
import io.caravan.mapping.GroupRule;
import io.caravan.mapping.RuleFolder;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import java.time.Instant;
import java.util.Optional;

/** Why somebody is in a group by rule, or is not. */
final class GroupWords {

    private final OpenProject project;
    private final GroupReasons reasons;

    GroupWords(OpenProject project) {
        this(project, project.now());
    }

    GroupWords(OpenProject project, Instant at) {
        this.project = project;
        this.reasons = new GroupReasons(project.zone(), project.project().secrets(), at, new SubjectGroups(project.store()));
    }

    GroupReasons reasons() {
        return reasons;
    }

    Optional<GroupRule> rule(String name) {
        return project.project().groups().stream().filter(rule -> rule.name().equals(name)).findFirst();
    }

    /** In words; about somebody of a rule whose file is gone, that. */
    String why(String rule, Identity member) {
        Optional<GroupRule> known = rule(rule);
        if (known.isEmpty()) {
            return "there is no " + RuleFolder.file(rule) + " any more";
        }
        return member.kind().equals(Kind.PERSON) ? reasons.why(known.get(), member.attributes()) : "named by " + known.get().file();
    }
}
