package io.caravan.camel;

/** Credentials that a connector has fetched by itself for a call, such as a token: where the system refuses them, others may be had. */
@FunctionalInterface
public interface FetchedCredentials {

    /** The exchange variable that holds them, for as long as the whole call may be made again. */
    String VARIABLE = "fetchedCredentials";

    /**
     * They were refused, and are not used any more.
     *
     * @return whether to ask once more is worth while
     */
    boolean giveUp();
}
