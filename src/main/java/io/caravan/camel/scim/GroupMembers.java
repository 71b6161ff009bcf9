package io.caravan.camel.scim;

/**
 * How the members of a provider's groups can be looked at and taken out.
 *
 * @param sight      whether a group shows them
 * @param lookEvery  of so many requests that change members, one is looked at afterwards; 0: none is
 * @param byValue    whether members that go are named by their values, and not by a filter
 * @param goAtOnce   so many go with one request; 0: all
 */
record GroupMembers(Sight sight, int lookEvery, boolean byValue, int goAtOnce) {

    /** Whether a group that is read shows everybody who is in it, so that it can be put back as a whole. */
    boolean standInGroup() {
        return sight == Sight.SHOWN || sight == Sight.SINGLE;
    }

    /** Where it stands who is in a group. */
    enum Sight {
        /** In the group, whether it is listed or read by itself. */
        SHOWN,
        /** In the group, when it is read by itself. */
        SINGLE,
        /** In a list of their own below the group. */
        PAGED,
        /** A search for a group that has a member tells. */
        ASKED,
        /** Nowhere. */
        HIDDEN
    }
}
