package io.caravan.plan;

import io.caravan.mapping.Formula;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * The way back from what an account is called to the unique name behind it, whatever the expression does with a name: it is
 * found by trying, never by looking at how the expression is written. Where no name would give what the account is called,
 * that itself is the name.
 *
 * @param written           what the attribute would be with a name
 * @param distinguishedName whether the attribute is one: then only its first part is looked at, as an entry may be moved
 */
record NameBehind(Function<String, Optional<Object>> written, boolean distinguishedName) {

    /** Letters and digits that no name has, so that it can be found again in what is made of it. */
    private static final String MARK = "qz7xk9vq";

    /** {@link Formula#ABSENT} when the name cannot be told. */
    Object of(String has) {
        if (gives(has, has)) {
            return has;
        }
        Optional<String> marked = written.apply(MARK).map(Object::toString);
        Optional<String> frame = distinguishedName ? marked.flatMap(NameBehind::firstPart) : marked;
        Optional<String> content = distinguishedName ? firstPart(has) : Optional.of(has);
        Optional<String> inner = frame.flatMap(around -> content.flatMap(value -> within(around, value)));
        return inner.filter(name -> gives(name, has)).map(Object.class::cast).orElse(distinguishedName ? Formula.ABSENT : has);
    }

    private boolean gives(String name, String has) {
        Optional<String> given = written.apply(name).map(Object::toString);
        return distinguishedName ? given.flatMap(NameBehind::firstPart).flatMap(one -> firstPart(has).map(one::equalsIgnoreCase)).orElse(false)
                : given.map(value -> value.equalsIgnoreCase(has)).orElse(false);
    }

    /** What stands in the value where the frame has the mark. */
    private static Optional<String> within(String frame, String value) {
        int at = frame.toLowerCase(Locale.ROOT).indexOf(MARK);
        if (at < 0) {
            return Optional.empty();
        }
        int behind = frame.length() - at - MARK.length();
        boolean fits = value.length() > at + behind && value.regionMatches(true, 0, frame, 0, at)
                && value.regionMatches(true, value.length() - behind, frame, frame.length() - behind, behind);
        return fits ? Optional.of(value.substring(at, value.length() - behind)) : Optional.empty();
    }

    /** The value of the first relative name, without its escapes. */
    private static Optional<String> firstPart(String name) {
        try {
            LdapName parsed = new LdapName(name);
            Rdn first = parsed.isEmpty() ? null : parsed.getRdn(parsed.size() - 1);
            return first == null || first.size() != 1 || !(first.getValue() instanceof String value) ? Optional.empty() : Optional.of(value);
        } catch (InvalidNameException noName) {
            return Optional.empty();
        }
    }
}
