package io.caravan.camel.csv;

import io.caravan.connector.DisbelievedException;
import io.caravan.subject.Attributes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a key means that has been through a spreadsheet, a number column or a column of fixed width. For the keys of one file; not thread-safe.
 */
final class KeyColumn {

    private static final Pattern WHOLE = Pattern.compile("(0|[1-9]\\d*)[.,]0+");
    private static final Pattern FRACTION = Pattern.compile("\\d+[.,]\\d*[1-9]\\d*");
    /** {@code 1.23457E+11}: what is left of 123456789012 when a spreadsheet has no room for it. */
    private static final Pattern SHORTENED = Pattern.compile("\\d([.,]\\d+)?[eE]\\+\\d+");

    private final String file;
    private final boolean wholeNumbers;
    private String whole = "";
    private String fraction = "";

    KeyColumn(String file, boolean wholeNumbers) {
        this.file = file;
        this.wholeNumbers = wholeNumbers;
    }

    /**
     * The key itself, empty when it is lost.
     *
     * @throws DisbelievedException when some keys are numbers with a fraction: then 10.0 is not 10 either
     */
    Optional<String> meant(String field) {
        String key = (String) Attributes.normalValue(field.strip());
        if (key.indexOf('+') > 0 && SHORTENED.matcher(key).matches()) {
            return Optional.empty();
        }
        return Optional.of(wholeNumbers && (key.indexOf('.') > 0 || key.indexOf(',') > 0) ? number(key) : key);
    }

    private String number(String key) {
        Matcher matcher = WHOLE.matcher(key);
        boolean isWhole = matcher.matches();
        whole = isWhole ? key : whole;
        fraction = !isWhole && FRACTION.matcher(key).matches() ? key : fraction;
        if (!whole.isEmpty() && !fraction.isEmpty()) {
            throw new DisbelievedException("the file " + file + " has keys such as " + whole + " and " + fraction
                    + ", so they are no whole numbers; say wholeNumbers = false", false);
        }
        return isWhole ? matcher.group(1) : key;
    }
}
