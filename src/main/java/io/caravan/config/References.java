package io.caravan.config;

import io.caravan.connector.ObjectSpec;
import io.caravan.connector.SystemSpec;
import io.caravan.mapping.InboundJob;
import io.caravan.subject.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What mappings need to know to refer to subjects.
 *
 * @param by       by which attribute those of a kind are found by references that do not say so; a kind that is not there: by any
 * @param accounts the jobs that give subjects accounts, also those with errors
 */
record References(Map<Kind, ReferenceAttribute> by, List<Accounts> accounts) {

    /** For projects that cannot be read as a whole: nothing is reported that may only follow from that. */
    static final References UNKNOWN = new References(Map.of(), List.of());

    /**
     * A job that gives subjects of a kind accounts in a system.
     *
     * @param namedBy the attribute by which these are referred to
     */
    record Accounts(String job, Kind kind, String system, String namedBy) {
    }

    /** @param complete whether all inbound jobs could be read */
    static References of(List<InboundJob> inbound, boolean complete, List<MappingFile> mappings, Map<String, SystemSpec> systems) {
        Map<Kind, ReferenceAttribute> by = new HashMap<>();
        if (complete) {
            inbound.stream().filter(job -> !job.isOfPairs()).map(InboundJob::kind).distinct().forEach(kind ->
                    by.put(kind, ReferenceAttribute.of(inbound.stream().filter(job -> job.kind().equals(kind)).toList(), systems)));
        }
        List<Accounts> accounts = new ArrayList<>();
        mappings.stream().filter(MappingFile::outbound).forEach(mapping -> {
            String system = mapping.raw().block("to").text("system").orElse("");
            Optional<ObjectSpec> object = Optional.ofNullable(systems.get(system)).map(known -> known.connector().objects().get(mapping.raw().block("to").text("object").orElse("")));
            accounts.add(new Accounts(mapping.name(), mapping.kind(), system, object.map(ObjectSpec::referenceAttribute).orElse("")));
        });
        return new References(by, accounts);
    }

    ReferenceAttribute to(Kind kind) {
        return by.getOrDefault(kind, ReferenceAttribute.UNKNOWN);
    }

    /** What this job gives accounts to. */
    Optional<Accounts> jobs(String job) {
        return accounts.stream().filter(one -> one.job().equals(job)).findFirst();
    }

    /** The jobs that give subjects of a kind accounts, wherever. */
    List<Accounts> of(Kind kind) {
        return accounts.stream().filter(one -> one.kind().equals(kind)).toList();
    }

    /** The jobs that give subjects of a kind accounts in a system. */
    List<Accounts> of(Kind kind, String system) {
        return accounts.stream().filter(one -> one.kind().equals(kind) && one.system().equals(system)).toList();
    }
}
