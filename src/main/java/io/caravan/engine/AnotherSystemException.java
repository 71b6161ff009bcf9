package io.caravan.engine;

import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;

/** What a target shows under the names of known accounts is others': nothing of it may be used, and nothing may be sent there. */
public final class AnotherSystemException extends OutcomeException {

    private static final long serialVersionUID = 1;

    AnotherSystemException(String message) {
        super(OutcomeKind.INVALID, message);
    }
}
