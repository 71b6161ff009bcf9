package io.caravan.config;

import io.caravan.connector.SystemSpec;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import io.caravan.subject.Kind;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;

/**
 * What a mapping stands among while it is read.
 *
 * @param hub        what subjects may have, by their kind
 * @param references whom references mean, and where their accounts are
 * @param common     what all mappings share
 * @param zone       for schedules that name none
 */
record MappingContext(Systems systems, HubNames hub, References references, CommonFile common, ZoneId zone, ProjectFiles files, Problems problems) {

    /**
     * @param good  those that are set up without errors
     * @param named all that the settings name, also those with errors
     */
    record Systems(Map<String, SystemSpec> good, Set<String> named) {
    }

    /** Tells of a kind that no job brings into the hub. */
    void checkKind(Kind kind, Yaml.Block named, String key) {
        if (kind.isOfPairs() || kind.equals(Kind.APPLICATION)) {
            boolean assigns = !kind.equals(Kind.MEMBERSHIP);
            problems.add(Problem.error(ProblemCode.UNKNOWN_KIND, named.scalar(key).map(Yaml.Scalar::position).orElse(named.position()),
                    assigns ? "what somebody is assigned to goes into targets with the person" : "a membership is no subject; it goes into targets with its group",
                    assigns ? "write from: hub, with scope: {assigned: true} or ${assignment[roles]}" : "write {hub: group}"));
            return;
        }
        hub.kinds().filter(kinds -> !kinds.contains(kind.name()) && !kind.equals(Kind.PERSON)).ifPresent(kinds -> problems.add(Problem.error(
                ProblemCode.UNKNOWN_KIND, named.scalar(key).map(Yaml.Scalar::position).orElse(named.position()), "no job brings a " + kind + " into the hub",
                Words.oneOf(kinds), Words.suggest(kind.name(), kinds, "add a mapping with to: {hub: " + kind + "}"))));
    }

    MappingContext with(References known) {
        return new MappingContext(systems, hub, known, common, zone, files, problems);
    }
}
