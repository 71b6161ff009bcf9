package io.caravan.plan;

import java.util.Locale;

/** The little that planning needs to know of LDAP distinguished names (RFC 4514). */
final class DistinguishedNames {

    private static final String SPECIAL = "\"+,;<>=\\";

    private DistinguishedNames() {
    }

    /** The form in which two names are compared: case and spaces around separators do not count. */
    static String comparable(String dn) {
        StringBuilder plain = new StringBuilder(dn.length());
        for (int i = 0; i < dn.length(); i++) {
            char c = dn.charAt(i);
            if (c == '\\' && i + 1 < dn.length()) {
                plain.append(c).append(dn.charAt(++i));
            } else if (c == ',' || c == '=' || c == '+') {
                while (!plain.isEmpty() && plain.charAt(plain.length() - 1) == ' ') {
                    plain.setLength(plain.length() - 1);
                }
                plain.append(c);
                while (i + 1 < dn.length() && dn.charAt(i + 1) == ' ') {
                    i++;
                }
            } else {
                plain.append(c);
            }
        }
        return plain.toString().trim().toLowerCase(Locale.ROOT);
    }

    /** A value as it stands inside a name, whatever it holds (RFC 4514 §2.4). */
    static String escapeValue(String value) {
        StringBuilder escaped = new StringBuilder(value.length() + 8);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean edgeSpace = c == ' ' && (i == 0 || i == value.length() - 1);
            if (c < ' ' || c == 0x7F) {
                escaped.append(String.format("\\%02x", (int) c));
            } else if (SPECIAL.indexOf(c) >= 0 || edgeSpace || c == '#' && i == 0) {
                escaped.append('\\').append(c);
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
