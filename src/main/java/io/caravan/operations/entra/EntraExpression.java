package io.caravan.operations.entra;

import io.caravan.operations.entra.EntraTerm.Called;
import io.caravan.operations.entra.EntraTerm.Compared;
import io.caravan.operations.entra.EntraTerm.OfAttribute;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** An expression of an attribute mapping, read. */
public final class EntraExpression {

    private final EntraTerm term;

    private EntraExpression(EntraTerm term) {
        this.term = term;
    }

    /**
     * What it is here.
     *
     * @param code         an expression, or the text that is the same for everybody
     * @param constant     whether it is the same for everybody
     * @param notes        where it is not quite the same
     * @param onlyOnCreate whether it may only be computed when the account is made
     */
    public record Translated(String code, boolean constant, List<String> notes, boolean onlyOnCreate) {
    }

    /** @throws NotFollowed when it cannot be read */
    public static EntraExpression of(String text) {
        return new EntraExpression(EntraParser.parse(text));
    }

    /** The attributes it reads. */
    public Set<String> reads() {
        Set<String> names = new LinkedHashSet<>();
        collect(term, names);
        return names;
    }

    private static void collect(EntraTerm term, Set<String> names) {
        if (term instanceof OfAttribute attribute) {
            names.add(attribute.name());
        } else if (term instanceof Called called) {
            called.arguments().forEach(argument -> collect(argument, names));
        } else if (term instanceof Compared compared) {
            collect(compared.left(), names);
            collect(compared.right(), names);
        }
    }

    /** The attribute that it is and no more. */
    public Optional<String> attribute() {
        return term instanceof OfAttribute attribute ? Optional.of(attribute.name()) : Optional.empty();
    }

    /**
     * Says it in the language of mappings.
     *
     * @param attributes how an attribute of the source is read, as {@code ${body[name]}}; throws NotFollowed for one that nobody has
     * @param namespace  in which SelectUniqueValue reserves its names
     * @throws NotFollowed when it cannot be said
     */
    public Translated translated(Function<String, String> attributes, String namespace) {
        EntraTranslation translation = new EntraTranslation(attributes, namespace);
        Said said = translation.whole(term);
        return new Translated(said.code(), said.isConstant(), translation.notes(), translation.isOnlyOnCreate());
    }
}
