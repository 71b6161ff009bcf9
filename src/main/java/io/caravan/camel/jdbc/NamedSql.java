package io.caravan.camel.jdbc;

import java.util.ArrayList;
import java.util.List;

/**
 * A statement with {@code :name} parameters, made ready for the driver. Text in quotes, comments and PostgreSQL's
 * {@code ::type} are left alone.
 *
 * @param names the parameters in the order in which they stand
 */
record NamedSql(String sql, List<String> names) {

    NamedSql {
        names = List.copyOf(names);
    }

    static NamedSql parse(String written) {
        StringBuilder sql = new StringBuilder();
        List<String> names = new ArrayList<>();
        int i = 0;
        while (i < written.length()) {
            int end = endOfQuoted(written, i);
            if (end > i) {
                sql.append(written, i, end);
                i = end;
            } else if (isParameter(written, i)) {
                end = i + 1;
                while (end < written.length() && Character.isJavaIdentifierPart(written.charAt(end))) {
                    end++;
                }
                names.add(written.substring(i + 1, end));
                sql.append('?');
                i = end;
            } else {
                sql.append(written.charAt(i++));
            }
        }
        return new NamedSql(sql.toString().strip().replaceAll(";+$", ""), names);
    }

    private static boolean isParameter(String text, int at) {
        return text.charAt(at) == ':' && at + 1 < text.length() && Character.isJavaIdentifierStart(text.charAt(at + 1))
                && (at == 0 || text.charAt(at - 1) != ':');
    }

    /** Where the quoted text or comment that begins here ends; the same place if none begins here. */
    private static int endOfQuoted(String text, int at) {
        char first = text.charAt(at);
        if (first == '\'' || first == '"' || first == '`') {
            return after(text, String.valueOf(first), at + 1);
        }
        if (text.startsWith("--", at)) {
            return after(text, "\n", at + 2);
        }
        return text.startsWith("/*", at) ? after(text, "*/", at + 2) : at;
    }

    private static int after(String text, String end, int from) {
        int found = text.indexOf(end, from);
        return found < 0 ? text.length() : found + end.length();
    }
}
