package io.caravan.camel.scim;

/**
 * The ways in which a change of one attribute can be said, from the standard's own (RFC 7644 §3.5.2) to those that only some
 * providers understand.
 */
enum ScimForm {
    /** By the path of what changes: replaced if it is there, else added. */
    PATH,
    /** By its path, added even to what is there: some will not replace what is not. */
    ADD,
    /** By its path, replaced even where nothing is. */
    REPLACE,
    /** By the path of the attribute around it, with an object for a value. */
    COMPLEX,
    /** By the path of the attribute around it, with the bare value. */
    PLAIN,
    /** Without a path, with an object for a value. */
    NO_PATH,
    /** A truth value as the word True or False. */
    WORD,
    /** Elements that go are named by their values, not by a filter. */
    BY_VALUE,
    /** The part that goes, not the attribute around it. */
    EXACT,
    /** A value that goes is replaced by null. */
    NULL,
    /** The list that it stands in, as a whole. */
    WHOLE,
    /** No PATCH at all: the resource is read, changed and put back. */
    PUT
}
