package io.caravan.camel.idoc;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One field of an infotype that is read, as its attribute is called: {@code P0001_ORGEH}, or with a subtype {@code P0105_0010_USRID_LONG}.
 *
 * @param infotype four digits
 * @param subtype  empty: of whichever
 */
record InfotypeField(String name, String infotype, String subtype, String field) {

    private static final Pattern PLAIN = Pattern.compile("P(\\d{4})_([A-Z][A-Z0-9_]*)");
    /** Infotypes of which a person has one for each subtype: their fields are named with it. */
    private static final Pattern WITH_SUBTYPE = Pattern.compile("P(\\d{4})_(\\d\\w{0,3})_([A-Z][A-Z0-9_]*)");

    /** @throws IllegalArgumentException when one of them is none */
    static List<InfotypeField> of(String list) {
        List<InfotypeField> fields = new ArrayList<>();
        for (String name : list.split("[,\\s]+")) {
            if (!name.isBlank()) {
                fields.add(one(name));
            }
        }
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("'fields' names none; write such as P0000_STAT2, P0001_ORGEH, P0105_0010_USRID_LONG");
        }
        return List.copyOf(fields);
    }

    private static InfotypeField one(String name) {
        Matcher withSubtype = WITH_SUBTYPE.matcher(name);
        if (withSubtype.matches()) {
            return new InfotypeField(name, withSubtype.group(1), withSubtype.group(2), withSubtype.group(3));
        }
        Matcher plain = PLAIN.matcher(name);
        if (plain.matches()) {
            return new InfotypeField(name, plain.group(1), "", plain.group(2));
        }
        throw new IllegalArgumentException("'fields' has '" + name + "', which is no field of an infotype; write P, its number, a subtype if it has some, and the field: "
                + "P0001_ORGEH, P0105_0010_USRID_LONG");
    }

    boolean isOf(InfotypeRow row) {
        return isOf(row.infotype(), row.subtype());
    }

    boolean isOf(String ofInfotype, String ofSubtype) {
        return ofInfotype.equals(infotype) && (subtype.isEmpty() || ofSubtype.equals(subtype));
    }
}
