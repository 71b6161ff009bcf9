package io.caravan.expression;

import io.caravan.diagnostic.Suggestion;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All functions there are. */
final class Functions {

    /** Functions of one kind, under the heading they have on the reference page. */
    record Group(String title, List<Function> functions) {
    }

    private static final List<Group> GROUPS = List.of(
            new Group("Changing text", TextFunctions.all()),
            new Group("Parts of text", PartFunctions.all()),
            new Group("Choices and questions", LogicFunctions.all()),
            new Group("Lists", ListFunctions.all()),
            new Group("Numbers", NumberFunctions.all()),
            new Group("Dates", DateFunctions.all()),
            new Group("Encodings", EncodingFunctions.all()),
            new Group("Identity", IdentityFunctions.all()));

    private static final Map<String, Function> ALL = index();

    private Functions() {
    }

    static List<Group> groups() {
        return GROUPS;
    }

    static Map<String, Function> all() {
        return ALL;
    }

    /** The function that an unknown name means: misspelt, or named as Entra names it. */
    static Optional<Function> meantBy(String name) {
        Optional<Function> foreign = ALL.values().stream()
                .filter(function -> Stream.of(function.entra().split(", ")).anyMatch(name::equalsIgnoreCase)).findFirst();
        return foreign.or(() -> Suggestion.nearest(name, ALL.keySet()).map(ALL::get));
    }

    private static Map<String, Function> index() {
        Map<String, Function> index = new LinkedHashMap<>();
        for (Group group : GROUPS) {
            for (Function function : group.functions()) {
                if (index.put(function.name(), function) != null) {
                    throw new IllegalStateException("declared twice: " + function.name());
                }
            }
        }
        return Collections.unmodifiableMap(index);
    }
}
