package io.caravan.camel.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.connector.AccountRequest;
import java.util.Optional;

/** A change of a resource that is there, which takes as many requests as its provider needs. It says what is to be sent, and is told what came back. */
interface ScimWork {

    /** What is sent next. */
    enum Step { PATCH, GET, PUT, DELETE, NOTHING }

    AccountRequest request();

    Step step();

    /** The version that the next request is about; empty where the provider does not ask for it. */
    Optional<String> version();

    /** Whether the provider has carried out something of it. */
    default boolean hasBegun() {
        return false;
    }

    /** What to send with a PATCH or PUT. */
    ObjectNode body();

    /** The filter of a GET that searches; empty for one that reads the resource. */
    default Optional<String> search() {
        return Optional.empty();
    }

    /** Where the next request goes, where that is no resource: a path below the base address. What comes from there is no resource either. */
    default Optional<String> place() {
        return Optional.empty();
    }

    /** The query at that place. */
    default Optional<String> query() {
        return Optional.empty();
    }

    /** @param answer what was read, or what a write was answered with; null for nothing */
    void succeeded(JsonNode answer, Optional<String> told);

    /**
     * The provider said no.
     *
     * @param status   of HTTP
     * @param scimType in lower case; empty where there is none
     */
    void refused(int status, String scimType, Exception said);

    /**
     * What the provider last said of the resource; null if it said nothing.
     *
     * @throws Exception what the provider refused it with, as the HTTP client has it
     */
    JsonNode result() throws Exception;
}
