package io.caravan.connector;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What Caravan may ask of a connector; the route in the connector's file switches on {@link #word()}. */
public enum Operation {
    TEST, SCHEMA, LIST, CHANGES,
    /** Is not asked for: each reading says when what it gives was written or sent. */
    AGE,
    GET, FIND,
    /** Who has a value that has to be unique, also beyond the accounts. */
    TAKEN,
    /** A cycle begins, or has ended, of a job that writes to the system: for those that collect what they are given, and hand it over once a cycle. */
    BEGIN, END,
    CREATE, UPDATE, ENABLE, DISABLE, DELETE,
    /** Puts members into a group, each that is not in it yet. */
    ADD_MEMBERS,
    /** Takes members out of a group, each that is in it. */
    REMOVE_MEMBERS;

    private static final Map<String, Operation> BY_WORD = Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Operation::word, Function.identity()));

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The word in {@code ${variable.operation}} and in {@code spec.provisioning.objects.*.operations}. */
    public String word() {
        return word;
    }

    public boolean writes() {
        return compareTo(CREATE) >= 0;
    }

    /** Whether it is about who is in a group. */
    public boolean isOfMembers() {
        return this == ADD_MEMBERS || this == REMOVE_MEMBERS;
    }

    public static Optional<Operation> ofWord(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }
}
