package io.caravan.camel;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.Operation;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/** The variables of one call, as the connector contract names them, for beans that connectors call. */
public record ConnectorCall(Exchange exchange) {

    /** Whether something of the call has been carried out, whatever comes next: {@code true} is said by a connector that sends several requests for one change. */
    public static final String BEGUN = "begun";

    /** In place of an operation's word: several changes at once. */
    static final String BATCH = "batch";
    private static final String OPERATION = "operation";

    /** Whether it is several changes at once. */
    public boolean isBatch() {
        return BATCH.equals(text(OPERATION));
    }

    /**
     * What is to be done, of a call that is no batch.
     *
     * @throws OutcomeException unsupported when there is no such operation
     */
    public Operation operation() {
        return Operation.ofWord(text(OPERATION)).orElseThrow(() -> new OutcomeException(OutcomeKind.UNSUPPORTED, "there is no operation '" + text(OPERATION) + "'"));
    }

    /** @throws OutcomeException invalid when there is no such variable */
    public String text(String variable) {
        String text = exchange.getVariable(variable, String.class);
        if (text == null) {
            throw new OutcomeException(OutcomeKind.INVALID, "the variable '" + variable + "' is missing in the call");
        }
        return text;
    }

    /** What a find looks for. */
    public Object value() {
        return exchange.getVariable("value");
    }

    /** Names of the attributes asked for; empty: all. */
    @SuppressWarnings("unchecked") // the contract says List<String>
    public List<String> attributes() {
        Object attributes = exchange.getVariable("attributes");
        return attributes == null ? List.of() : (List<String>) attributes;
    }

    /** How attributes are spelled that a read needs beside all others; empty where it does not say. */
    @SuppressWarnings("unchecked") // the contract says List<String>
    public List<String> names() {
        Object names = exchange.getVariable("names");
        return names == null ? List.of() : (List<String>) names;
    }

    /** Whether a source is read, of which the next delta begins where this ends; else somebody only looks. */
    public boolean readsASource() {
        return exchange.getVariable("names") != null;
    }

    /** The mark that an earlier reading gave; empty where everything is read. */
    public Optional<String> since() {
        return Optional.ofNullable(exchange.getVariable("since", String.class));
    }

    /** How many records a page shall have. */
    public int pageSize(int otherwise) {
        Integer size = exchange.getVariable("pageSize", Integer.class);
        return size == null || size < 1 ? otherwise : size;
    }

    public AccountRequest request() {
        return exchange.getVariable("request", AccountRequest.class);
    }

    /** Those of a batch. */
    @SuppressWarnings("unchecked") // the contract says List<AccountRequest>
    public List<AccountRequest> requests() {
        return (List<AccountRequest>) exchange.getVariable("requests");
    }
}
