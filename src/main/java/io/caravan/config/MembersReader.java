package io.caravan.config;

import io.caravan.connector.MembershipSpec;
import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.mapping.AttributeRule.Source.Reference.Accounts;
import io.caravan.mapping.OutboundJob.MemberRules;
import io.caravan.subject.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code members} of a mapping that makes groups: who may be in them, and what becomes of whom nobody here put there. */
record MembersReader(MappingFile file, MappingContext around) {

    /** Empty for what is no group. */
    Optional<MemberRules> read(MembershipSpec held) {
        if (!file.kind().equals(Kind.GROUP)) {
            return Optional.empty();
        }
        Yaml.Block mapped = file.good().block("attributes");
        if (mapped.has(held.attribute()) && !mapped.block(held.attribute()).text("apply").equals(Optional.of("on-create"))) {
            around.problems().add(Problem.error(ProblemCode.MAPPING_SIDE, mapped.entries().get(held.attribute()).keyPosition(),
                    "\"" + held.attribute() + "\" holds the members, which come from memberships and not from an attribute", "remove it"));
        }
        Yaml.Block block = file.good().block("members");
        List<Accounts> accounts = accounts(block).stream()
                .map(one -> new Accounts(one.job(), held.namedBy().orElse(one.namedBy()))).collect(Collectors.toCollection(ArrayList::new));
        if (accounts.isEmpty()) {
            around.problems().add(Problem.warning(ProblemCode.REFERENCE_UNCLEAR, file.good().at(block.has("of") ? "members" : "to"),
                    "no job gives people accounts that could be members of these groups, so they stay empty", "write members: {of: JOB} with the job whose accounts are meant"));
        }
        if (held.nested()) {
            around.references().jobs(file.name()).map(own -> new Accounts(own.job(), own.namedBy())).ifPresent(accounts::add);
        }
        return Optional.of(new MemberRules(accounts, block.text("strangers").filter("remove"::equals).isPresent(),
                block.text("disabled").filter("stay"::equals).isPresent()));
    }

    /** Those that are named; without, all that give people accounts in the same system. */
    private List<References.Accounts> accounts(Yaml.Block block) {
        List<Yaml.Scalar> named = Stream.concat(block.scalar("of").stream(), block.items("of").stream().map(Yaml.Scalar.class::cast)).toList();
        List<References.Accounts> people = around.references().of(Kind.PERSON);
        if (named.isEmpty()) {
            String system = file.raw().block("to").text("system").orElse("");
            return people.stream().filter(one -> one.system().equals(system)).toList();
        }
        named.stream().filter(job -> people.stream().noneMatch(one -> one.job().equals(job.text()))).forEach(job -> unknown(job.text(), job.position(), people));
        return people.stream().filter(one -> named.stream().anyMatch(job -> job.text().equals(one.job()))).toList();
    }

    private void unknown(String job, Position place, List<References.Accounts> people) {
        TreeSet<String> known = people.stream().map(References.Accounts::job).collect(Collectors.toCollection(TreeSet::new));
        around.problems().add(Problem.error(ProblemCode.REFERENCE_UNCLEAR, place, "no job \"" + job + "\" gives people accounts", Words.oneOf(known),
                Words.suggest(job, known, "name the job whose accounts are the members")));
    }
}
