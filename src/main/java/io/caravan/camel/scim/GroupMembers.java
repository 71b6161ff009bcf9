package io.caravan.camel.scim;

/**
 * How the members of a provider's groups can be looked at and taken out.
 *
 * @param sight      whether a group shows them
 * @param lookEvery  of so many requests that change members, one is looked at afterwards; 0: none is
 * @param byValue    whether members that go are named by their values, and not by a filter
 */
record GroupMembers(Sight sight, int lookEvery, boolean byValue) {

    /** Where it stands who is in a group. */
    enum Sight {
        /** In the group, whether it is listed or read by itself. */
        SHOWN,
        /** In the group, when it is read by itself. */
        SINGLE,
        /** A search for a group that has a member tells. */
        ASKED,
        /** Nowhere. */
        HIDDEN
    }
}
