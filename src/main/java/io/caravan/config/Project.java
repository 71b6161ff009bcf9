package io.caravan.config;

import io.caravan.connector.SystemSpec;
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

    /** The attributes of the hub that identities are found by: those that records are recognised by, and those that references name. */
    public Set<String> foundBy() {
        Set<String> attributes = new TreeSet<>();
        inbound.forEach(job -> job.match().forEach(rule -> attributes.add(rule.attribute())));
        inbound.forEach(job -> job.memberships().ifPresent(rule -> attributes.addAll(rule.by())));
        outbound.forEach(job -> attributes.addAll(job.mapping().referencesBy()));
        attributes.remove(Reference.KEY);
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
