package io.caravan.camel.scim;

/** How an account is disabled and enabled. */
enum ScimSwitch {
    /** As anything else is changed. */
    UPDATE,
    /** By a PATCH of its own, though other changes are put. */
    PATCH,
    /** By a PATCH without a path. */
    NO_PATH,
    /** Disabled by a DELETE, which leaves the account there. */
    DELETE
}
