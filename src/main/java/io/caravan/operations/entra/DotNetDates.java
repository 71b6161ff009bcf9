package io.caravan.operations.entra;

/** Date patterns of .NET as those of Java. */
final class DotNetDates {

    private DotNetDates() {
    }

    /** @throws NotFollowed for a letter that stands for a whole pattern, or has no counterpart */
    static String java(String dotNet) {
        if (dotNet.length() < 2) {
            throw new NotFollowed(dotNet.isEmpty() ? "a date pattern is missing" : "'" + dotNet + "' stands for a date pattern that depends on a culture");
        }
        StringBuilder java = new StringBuilder();
        for (int i = 0; i < dotNet.length();) {
            char c = dotNet.charAt(i);
            int to = i + 1;
            if (c == '\'' || c == '"') {
                to = dotNet.indexOf(c, i + 1);
                if (to < 0) {
                    throw new NotFollowed("a quote in the date pattern is never closed");
                }
                plain(java, dotNet.substring(i + 1, to++));
            } else if (c == '\\' && to < dotNet.length()) {
                plain(java, dotNet.substring(to, ++to));
            } else if (Character.isLetter(c)) {
                while (to < dotNet.length() && dotNet.charAt(to) == c) {
                    to++;
                }
                letters(java, c, to - i);
            } else {
                java.append(c == '%' ? "" : c == '[' || c == ']' || c == '{' || c == '}' || c == '#' ? "'" + c + "'" : String.valueOf(c));
            }
            i = to;
        }
        return java.toString().replace("''", "");
    }

    private static void plain(StringBuilder java, String text) {
        if (text.indexOf('\'') >= 0) {
            throw new NotFollowed("an apostrophe stands in the date pattern");
        }
        java.append('\'').append(text).append('\'');
    }

    private static void letters(StringBuilder java, char letter, int count) {
        switch (letter) {
            case 'y', 'M', 'H', 'h', 'm', 's' -> java.append(String.valueOf(letter).repeat(count));
            case 'd' -> java.append(count < 3 ? "d".repeat(count) : count == 3 ? "EEE" : "EEEE");
            case 'f' -> java.append("S".repeat(count));
            case 't' -> java.append('a');
            case 'z' -> java.append(count == 3 ? "XXX" : "X");
            case 'K' -> java.append("XXX");
            case 'F', 'g' -> throw new NotFollowed("'" + letter + "' in a date pattern has no counterpart");
            default -> plain(java, String.valueOf(letter).repeat(count));
        }
    }
}
