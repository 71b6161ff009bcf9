package io.caravan.operations;

import io.caravan.connector.AttributeSpec;
import io.caravan.connector.ObjectSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What people call an account, where its id tells them nothing. */
final class AccountName {

    private AccountName() {
    }

    /**
     * The first part of its name where it has one ({@code uid=ghopper}), else the value of an attribute that is different for everybody.
     *
     * @param object what the target declares of such accounts
     * @param value  of an attribute of the account; empty where it has none
     */
    static Optional<String> of(ObjectSpec object, Function<String, Optional<?>> value) {
        return object.renamedBy().flatMap(name -> value.apply(name).map(Object::toString)).map(dn -> dn.replaceFirst("(?<!\\\\),.*", ""))
                .or(() -> uniqueNames(object).flatMap(name -> value.apply(name).map(Object::toString).stream()).findFirst());
    }

    /** The same, where the target itself has made the id; else it is a name that people have given, and tells them enough. */
    static Optional<String> insteadOfId(ObjectSpec object, Function<String, Optional<?>> value) {
        boolean madeByTarget = object.attribute(object.anchor()).readOnly() || object.renamedBy().filter(name -> !name.equals(object.anchor())).isPresent();
        return madeByTarget ? of(object, value) : Optional.empty();
    }

    private static Stream<String> uniqueNames(ObjectSpec object) {
        List<String> names = new ArrayList<>(object.attributes().values().stream().filter(AttributeSpec::unique).map(AttributeSpec::name)
                .filter(name -> !name.equals(object.anchor())).sorted().toList());
        names.addAll(object.find());
        return names.stream().filter(name -> !name.equals(object.anchor()));
    }
}
