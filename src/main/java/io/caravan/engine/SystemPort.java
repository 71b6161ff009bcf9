package io.caravan.engine;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.ConnectorSpec.SettingSpec;
import io.caravan.connector.CredentialEnd;
import io.caravan.connector.DiscoveredObject;
import io.caravan.connector.Outcome;
import io.caravan.connector.SystemSpec;
import io.caravan.subject.Attributes;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One connected system, as the engine sees it. Thread-safe. */
public interface SystemPort {

    SystemSpec spec();

    /** What its settings say of where it is, without secrets. Of a port that resolves nothing: as they are written. */
    default Map<String, String> place() {
        Map<String, String> open = new TreeMap<>(spec().settings());
        spec().connector().settings().values().stream().filter(SettingSpec::secret).forEach(setting -> open.remove(setting.name()));
        return open;
    }

    /** Whether the system can be reached with these settings; changes nothing. */
    Outcome test();

    /**
     * How often the system was asked, since this was made.
     *
     * @param refused  it did not accept the credentials
     * @param accepted it did, or said nothing of them
     * @param lastRefused whether it did not the last time
     */
    record Admissions(long refused, long accepted, boolean lastRefused) {
    }

    /** Of a port that does not count them: nothing. */
    default Admissions admissions() {
        return new Admissions(0, 0, false);
    }

    /**
     * Until when what lets Caravan in is good, as far as anybody says.
     *
     * @param bySettings what the secrets in its settings say of themselves
     * @param bySystem   what it told when it was called; empty when it was not, by this
     */
    record CredentialEnds(List<CredentialEnd> bySettings, Optional<List<CredentialEnd>> bySystem) {
        public CredentialEnds {
            bySettings = List.copyOf(bySettings);
        }
    }

    /** Asks nobody. Of a port that does not know: nothing. */
    default CredentialEnds credentialEnds() {
        return new CredentialEnds(List.of(), Optional.empty());
    }

    /**
     * What the system itself says of the attributes of one kind of object; empty when its connector cannot ask.
     *
     * @throws io.caravan.connector.OutcomeException when the system does not answer
     */
    default Optional<DiscoveredObject> schema(String object) {
        return Optional.empty();
    }

    /**
     * Reads every record of a kind, lazily.
     *
     * @param attributes the names wanted; empty: all
     */
    SourceReading list(String object, List<String> attributes);

    /** Reads what changed since a watermark that an earlier reading gave. */
    SourceReading changes(String object, List<String> attributes, String since);

    /**
     * Reads every record, or what changed since, with all attributes.
     *
     * @param names how whoever asks spells attributes that it needs, for systems in which the case of a name does not count and those that do not
     *              show every attribute unasked
     */
    default SourceReading read(String object, Collection<String> names, Optional<String> since) {
        return since.map(mark -> changes(object, List.of(), mark)).orElseGet(() -> list(object, List.of()));
    }

    /** OK with the account's attributes, or NOT_FOUND, or why it could not be read. */
    Outcome get(String object, String anchor);

    /**
     * The records whose attribute has exactly this value, by the attribute's own rule of case.
     *
     * @throws io.caravan.connector.OutcomeException when the system does not answer
     */
    List<Attributes> find(String object, String attribute, Object value);

    /**
     * Who has a value that has to be unique in a wider part of the system than the one accounts are in, by their anchors; for connectors that declare
     * {@link io.caravan.connector.Operation#TAKEN}.
     *
     * @throws io.caravan.connector.OutcomeException when nobody can say
     */
    default List<Attributes> holders(String object, String attribute, Object value) {
        return List.of();
    }

    /**
     * What a cycle of a job writes, for systems that collect it and hand it over when the cycle has ended.
     *
     * @param at         when the cycle began
     * @param attributes that the job may write, in its order
     */
    record HandOver(String job, long cycle, Instant at, List<String> attributes) {
        public HandOver {
            attributes = List.copyOf(attributes);
        }
    }

    /**
     * A cycle of a job begins to write. Where one before could not hand over what it had collected, that is done now.
     *
     * @return OK, with what was handed over as the attribute {@code files}; or why nothing can be collected
     */
    default Outcome begin(String object, HandOver what) {
        return Outcome.ok();
    }

    /**
     * It has ended, and what was collected is handed over.
     *
     * @return OK, with what was handed over as the attribute {@code files}; or why it could not be: then it is kept
     */
    default Outcome end(String object, HandOver what) {
        return Outcome.ok();
    }

    /** Carries out one change. Never throws for what a system may answer. */
    Outcome execute(AccountRequest request);

    /** Carries out several, in one call where the connector can; one outcome each, in order. */
    List<Outcome> execute(List<AccountRequest> requests);
}
