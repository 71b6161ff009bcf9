package io.caravan.camel.ldap;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The error code that Active Directory puts in front of the text of its refusals, because LDAP's result codes say too little: eight
 * hexadecimal digits of a Windows error (MS-ERREF §2.2), the kind of error, and where in the server it arose, such as
 * {@code 0000052D: SvcErr: DSID-031A12D2, problem 5003 (WILL_NOT_PERFORM), data 0}. Nothing but this form is read, and only
 * here: what a server says in words decides nothing.
 */
enum ActiveDirectoryError {

    /** The password is not as the policy wants it. */
    PASSWORD_RESTRICTION(0x0000052D),
    SPN_NOT_UNIQUE_IN_FOREST(0x000021C7),
    UPN_NOT_UNIQUE_IN_FOREST(0x000021C8),
    /** Any other. */
    OTHER(-1);

    private static final Pattern FORM = Pattern.compile("([0-9A-F]{8}): \\w+: DSID-[0-9A-F]{8}, .*", Pattern.DOTALL);

    private final int code;

    ActiveDirectoryError(int code) {
        this.code = code;
    }

    /** Empty where the text is not in Active Directory's form. */
    static Optional<ActiveDirectoryError> in(String diagnostic) {
        Matcher said = FORM.matcher(diagnostic == null ? "" : diagnostic);
        return said.matches() ? Optional.of(of(Integer.parseUnsignedInt(said.group(1), 16))) : Optional.empty();
    }

    private static ActiveDirectoryError of(int code) {
        for (ActiveDirectoryError each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        return OTHER;
    }

    boolean isNotUnique() {
        return this == SPN_NOT_UNIQUE_IN_FOREST || this == UPN_NOT_UNIQUE_IN_FOREST;
    }
}
