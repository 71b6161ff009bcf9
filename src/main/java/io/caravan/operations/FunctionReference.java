package io.caravan.operations;

import io.caravan.expression.FunctionDescription;
import java.util.List;
import java.util.Optional;

/** The functions of expressions: all, or the one that was asked for. */
public record FunctionReference(List<FunctionDescription> functions) {

    /**
     * @param name of one; empty: all
     * @throws Refusal when there is none of that name; names the one that is perhaps meant
     */
    public static FunctionReference of(Optional<String> name) {
        return name.map(wanted -> new FunctionReference(List.of(FunctionDescription.of(wanted).orElseThrow(() -> unknown(wanted)))))
                .orElseGet(() -> new FunctionReference(FunctionDescription.all()));
    }

    private static Refusal unknown(String name) {
        return new Refusal(Refusal.Kind.USAGE, "there is no function '" + name + "'" + FunctionDescription.meantBy(name).map(meant -> "; did you mean '" + meant + "'?").orElse(""),
                "caravan functions names them all");
    }
}
