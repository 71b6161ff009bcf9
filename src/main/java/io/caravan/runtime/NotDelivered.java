package io.caravan.runtime;

/**
 * Part of a batch could not be delivered and may be tried again. How often and how fast is the routes' business
 * ({@code routes/dispatch.camel.yaml}); what stays undelivered is recorded like any other outcome.
 */
public final class NotDelivered extends Exception {

    public NotDelivered(String system) {
        super(system + " did not answer");
    }
}
