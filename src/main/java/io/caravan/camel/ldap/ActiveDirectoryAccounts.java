package io.caravan.camel.ldap;

import com.unboundid.ldap.sdk.Attribute;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.util.Locale;
import java.util.Map;

/**
 * What Active Directory's accounts are made of beside LDAP's (MS-ADTS §2.2.16). An account is made by one request, with its password and its state: a
 * process that is killed meanwhile leaves none, or a whole one. Pure.
 */
final class ActiveDirectoryAccounts {

    static final String PASSWORD = "unicodePwd";
    static final String CONTROL = "userAccountControl";
    private static final long DISABLED = 0x2;
    private static final long SMARTCARD_REQUIRED = 0x40000;
    private static final long PASSWORD_NOT_REQUIRED = 0x20;

    private ActiveDirectoryAccounts() {
    }

    /**
     * Refuses to make an account that is open and has no password; one that logs on by smart card alone has none to give.
     *
     * @param attributes of the new entry, by their names in lower case
     * @throws OutcomeException invalid
     */
    static void refuseOpenWithoutPassword(Map<String, Attribute> attributes) {
        Attribute control = attributes.get(CONTROL.toLowerCase(Locale.ROOT));
        Long bits = control == null ? null : control.getValueAsLong();
        if (bits != null && (bits & (DISABLED | SMARTCARD_REQUIRED)) == 0 && !attributes.containsKey(PASSWORD.toLowerCase(Locale.ROOT))) {
            throw new OutcomeException(OutcomeKind.INVALID, "the account would be open and have no password; map unicodePwd, such as"
                    + " {value: \"${randomString(24, 2, 2, 2, 2)}\", apply: on-create}");
        }
    }

    /**
     * Refuses to open an account that needs no password: one that was made with nothing, by whoever, is such a one.
     *
     * @param bits its userAccountControl
     * @throws OutcomeException invalid
     */
    static void refuseToOpenWithoutPassword(long bits) {
        if ((bits & PASSWORD_NOT_REQUIRED) != 0 && (bits & SMARTCARD_REQUIRED) == 0) {
            throw new OutcomeException(OutcomeKind.INVALID, "the account would be open and needs no password (userAccountControl has PASSWD_NOTREQD, 32); set a password, take that bit away, and it is opened");
        }
    }
}
