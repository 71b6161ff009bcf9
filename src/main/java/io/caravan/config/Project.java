package io.caravan.config;

import io.caravan.connector.SystemSpec;
import io.caravan.subject.Kind;
import io.caravan.subject.KindAttribute;
import io.caravan.subject.Reference;
import io.caravan.mapping.Formula;
import io.caravan.mapping.GroupRule;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.Job;
import io.caravan.mapping.OutboundJob;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything a project folder says, read and checked.
 *
 * @param folder     where {@code application.properties}, {@code mappings/}, {@code routes/} and {@code connectors/} are
 * @param systems    connected systems by name
 * @param connectors all connectors there are, used or not, by name
 * @param inbound    jobs source → hub, by name
 * @param outbound   jobs hub → target, by name
 * @param people     what it says of the people in the hub
 */
public record Project(Path folder, Settings settings, Map<String, SystemSpec> systems, Map<String, ConnectorFile> connectors,
                      List<InboundJob> inbound, List<OutboundJob> outbound, People people) {

    /**
     * @param display how they are named beside their key; empty: by that alone
     * @param groups  the rules of which it follows who is in which group, in the order of their files
     */
    public record People(Optional<Formula> display, List<GroupRule> groups) {

        public People {
            groups = List.copyOf(groups);
        }
    }

    public Project {
        systems = Map.copyOf(systems);
        connectors = Map.copyOf(connectors);
        inbound = List.copyOf(inbound);
        outbound = List.copyOf(outbound);
    }

    /** How people are named beside their key; empty: by that alone. */
    public Optional<Formula> display() {
        return people.display();
    }

    /** The rules of which it follows who is in which group. */
    public List<GroupRule> groups() {
        return people.groups();
    }

    /** All jobs, inbound first. */
    public Stream<Job> jobs() {
        return Stream.concat(inbound.stream(), outbound.stream());
    }

    /** What Camel loads for each connector, by the connector's name. */
    public Map<String, String> kamelets() {
        return connectors.values().stream().collect(Collectors.toUnmodifiableMap(ConnectorFile::name, ConnectorFile::kamelet));
    }

    /** By what subjects are found: the attributes, each of its kind, that records and references name them by, and that accounts are recognised by. */
    public Set<KindAttribute> foundBy() {
        Set<KindAttribute> found = named();
        outbound.stream().map(Job::kind).distinct().forEach(kind -> found.addAll(KindAttribute.of(kind, recognisedBy(kind))));
        outbound.forEach(job -> job.match().forEach(rule -> found.addAll(KindAttribute.of(job.kind(), rule.value().attributes()))));
        return found;
    }

    private Set<KindAttribute> named() {
        Set<KindAttribute> named = new TreeSet<>();
        inbound.forEach(job -> job.match().forEach(rule -> named.add(new KindAttribute(job.kind(), rule.attribute()))));
        inbound.forEach(job -> job.memberships().ifPresent(rule -> named.addAll(rule.by())));
        outbound.forEach(job -> named.addAll(job.mapping().referenced()));
        groups().forEach(rule -> rule.key().of().ifPresent(of -> named.add(new KindAttribute(of.kind(), of.by()))));
        named.removeIf(one -> one.attribute().equals(Reference.KEY));
        return named;
    }

    /** The attributes by which records and references name subjects of a kind. */
    public Set<String> namedBy(Kind kind) {
        return named().stream().filter(one -> one.kind().equals(kind)).map(KindAttribute::attribute).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The same, and what accounts of a kind are recognised by, unless it refers to somebody else. */
    public Set<String> recognisedBy(Kind kind) {
        Set<String> attributes = new TreeSet<>();
        List<OutboundJob> jobs = outbound.stream().filter(job -> job.kind().equals(kind)).toList();
        jobs.forEach(job -> job.match().forEach(rule -> attributes.addAll(rule.value().attributes())));
        jobs.forEach(job -> attributes.removeAll(job.mapping().referringAttributes()));
        attributes.addAll(namedBy(kind));
        return attributes;
    }

    /** The attributes of the hub whose values are neither logged nor shown. */
    public Set<String> secrets() {
        Set<String> hidden = new TreeSet<>();
        inbound.forEach(source -> hidden.addAll(source.mapping().sensitive(Set.of())));
        return hidden;
    }

    /** The same where a job is told of: what an inbound mapping hides stays hidden in every target it goes to. */
    public Set<String> secrets(Job job) {
        return job instanceof OutboundJob ? job.mapping().sensitive(secrets()) : secrets();
    }

    /** The same with people named like this. */
    Project with(Optional<Formula> naming) {
        return new Project(folder, settings, systems, connectors, inbound, outbound, new People(naming, groups()));
    }

    public Optional<Job> job(String name) {
        return jobs().filter(job -> job.name().equals(name)).findFirst();
    }
}
