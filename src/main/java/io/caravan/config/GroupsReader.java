package io.caravan.config;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import io.caravan.mapping.GroupRule;
import io.caravan.mapping.RuleFolder;
import io.caravan.plan.GroupEvaluation;
import io.caravan.subject.ApplicationRole;
import io.caravan.subject.Kind;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads {@code groups/} and {@code assignments/} of a project, and what is wrong between their files. */
final class GroupsReader {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");

    private final ProjectFiles files;
    private final Problems problems;

    GroupsReader(ProjectFiles files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    /**
     * A file whose shape is known.
     *
     * @param name the rule's
     * @param file as it is named in messages
     * @param raw  all that is written
     * @param good the parts with nothing wrong in their shape
     */
    record File(String name, String file, Yaml.Block raw, Yaml.Block good) {
    }

    List<File> files(Path project, RuleFolder rules) {
        List<File> found = new ArrayList<>();
        Path folder = project.resolve(rules.folder());
        SchemaFile schema = rules == RuleFolder.ASSIGNMENTS ? SchemaFile.ASSIGNMENT : SchemaFile.GROUP;
        for (Path path : files.in(folder, MappingFile.ENDING)) {
            String fileName = path.getFileName().toString();
            String name = fileName.substring(0, fileName.length() - MappingFile.ENDING.length());
            if (!NAME.matcher(name).matches()) {
                problems.add(Problem.error(ProblemCode.GROUP_NAME, Position.ofFile(files.name(path)), "\"" + name + "\" cannot be the name of a rule",
                        "lower-case letters, digits and hyphens", "rename the file, to " + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + MappingFile.ENDING + " perhaps"));
                continue;
            }
            files.read(path).flatMap(text -> YamlText.parse(text, problems)).ifPresent(whole -> Shape.check(whole, schema, problems).ifPresent(good ->
                    found.add(new File(rules.rule(name), files.name(path), (Yaml.Block) whole, good))));
        }
        files.in(folder, ".yml").forEach(path -> problems.add(Problem.error(ProblemCode.GROUP_NAME, Position.ofFile(files.name(path)),
                "rules end in .yaml, so this file is not read", "rename it to " + path.getFileName().toString().replaceFirst("yml$", "yaml"))));
        files.below(folder, MappingFile.ENDING).forEach(path -> problems.add(Problem.warning(ProblemCode.GROUP_NAME,
                Position.ofFile(files.name(path)), "folders in " + rules.folder() + "/ are not looked into, so this file is not read", "move it into " + rules.folder() + "/ itself")));
        return found;
    }

    /** What the hub may know of groups by rules, beside what it may know by jobs. */
    HubNames with(HubNames byJobs, List<File> rules) {
        List<File> groups = rules.stream().filter(rule -> RuleFolder.of(rule.name()) == RuleFolder.GROUPS).toList();
        if (groups.isEmpty()) {
            return byJobs;
        }
        Set<String> names = new TreeSet<>(Set.of(GroupEvaluation.NAME, GroupEvaluation.DESCRIPTION, GroupEvaluation.OWNER));
        groups.forEach(rule -> names.addAll(rule.raw().block("attributes").entries().keySet()));
        return byJobs.with(Kind.GROUP, names);
    }

    /** @param asked the systems that mappings ask assignments for; empty when that cannot be known */
    List<GroupRule> read(List<File> written, MappingContext around, Optional<Set<String>> asked) {
        List<GroupRule> rules = new ArrayList<>();
        written.forEach(file -> new GroupReader(file, around).read().ifPresent(rules::add));
        List<GroupRule> groups = rules.stream().filter(rule -> rule.kind().equals(Kind.GROUP)).toList();
        refuseSharedKeys(groups);
        refuseCircles(groups);
        asked.ifPresent(systems -> rules.stream().filter(rule -> rule.kind().equals(Kind.APPLICATION)).forEach(rule -> refuseUnasked(rule, systems)));
        return rules;
    }

    /** To assign to a system that no mapping asks about would do nothing, and nobody would know. */
    private void refuseUnasked(GroupRule rule, Set<String> asked) {
        String application = ApplicationRole.of(rule.key().fixed().orElseThrow()).application();
        if (!asked.contains(application)) {
            problems.add(Problem.error(ProblemCode.NOT_ASSIGNED, rule.key().position(), "no mapping asks who is assigned to \"" + application + "\"",
                    asked.isEmpty() ? "a system of which a mapping does" : Words.oneOf(asked),
                    Words.suggest(application, asked, "write scope: {assigned: true} in the mapping into that system, or use ${assignment[roles]} in it")));
        }
    }

    private void refuseSharedKeys(List<GroupRule> rules) {
        Map<String, GroupRule> firsts = new LinkedHashMap<>();
        for (GroupRule rule : rules) {
            Optional<String> key = rule.key().fixed();
            GroupRule first = key.isEmpty() ? null : firsts.putIfAbsent(key.get().toLowerCase(Locale.ROOT), rule);
            if (first != null) {
                problems.add(Problem.error(ProblemCode.GROUP_TWICE, rule.key().position(), "\"" + key.get() + "\" is the group of " + first.key().position() + ", too",
                        "give this one another key, or join the two conditions in one file with ||"));
            }
        }
    }

    /** Groups whose keys are computed are members of nothing that a file names, and have none. */
    private void refuseCircles(List<GroupRule> rules) {
        Map<String, GroupRule> byKey = new LinkedHashMap<>();
        rules.forEach(rule -> rule.key().fixed().ifPresent(key -> byKey.putIfAbsent(key, rule)));
        Set<String> done = new HashSet<>();
        byKey.keySet().forEach(key -> follow(key, byKey, new ArrayDeque<>(), done));
    }

    private void follow(String key, Map<String, GroupRule> byKey, Deque<String> path, Set<String> done) {
        if (!byKey.containsKey(key) || !done.add(key)) {
            return;
        }
        path.addLast(key);
        for (GroupRule.Nested member : byKey.get(key).population().groups()) {
            if (path.contains(member.key())) {
                List<String> circle = new ArrayList<>(path).subList(new ArrayList<>(path).indexOf(member.key()), path.size());
                problems.add(Problem.error(ProblemCode.GROUP_CIRCLE, member.position(), "the group \"" + member.key() + "\" is a member of itself: "
                        + String.join(" has ", circle) + " has " + member.key(), "remove one of them from the members of another"));
            } else {
                follow(member.key(), byKey, path, done);
            }
        }
        path.removeLast();
    }
}
