package io.caravan.operations.entra;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression of .NET as one of Java. Groups lose their names, because a replacement names them by number here.
 *
 * @param java   the pattern
 * @param groups the name of each group that captures, in the order of their brackets; empty for one without
 * @param spans  where each of them stands in the pattern
 * @param choice whether there is a {@code |} outside all brackets
 */
record DotNetPattern(String java, List<String> groups, List<Span> spans, boolean choice) {

    /** From a group's bracket to behind the one that closes it, and whether it stands in no other group and is not repeated. */
    record Span(int from, int to, boolean alone) {
    }

    /** @throws NotFollowed for what Java has not, or has in another meaning */
    static DotNetPattern of(String dotNet) {
        DotNetPattern pattern = new Reader(dotNet).read();
        try {
            Pattern.compile(pattern.java);
        } catch (PatternSyntaxException other) {
            throw new NotFollowed("the pattern is none here: " + other.getDescription());
        }
        return pattern;
    }

    /** The pattern where letters and words mean those of every script, as in .NET. */
    String inEveryScript() {
        return Pattern.compile("\\\\[wWbB]").matcher(java).find() ? "(?U)" + java : java;
    }

    int number(String name) {
        int at = groups.indexOf(name);
        if (at < 0 || name.isEmpty()) {
            throw new NotFollowed("the pattern has no group '" + name + "'");
        }
        return at + 1;
    }

    /** A replacement of .NET as one of Java. */
    String replacement(String dotNet) {
        StringBuilder ours = new StringBuilder();
        for (int i = 0; i < dotNet.length(); i++) {
            char c = dotNet.charAt(i);
            char next = i + 1 < dotNet.length() ? dotNet.charAt(i + 1) : 0;
            int end = dotNet.indexOf('}', i);
            if (c == '$' && next == '{' && end > 0) {
                String name = dotNet.substring(i + 2, end);
                ours.append('$').append(name.matches("\\d{1,2}") ? byNumber(Integer.parseInt(name)) : number(name));
                i = end;
            } else if (c == '$' && Character.isDigit(next)) {
                int to = i + 1;
                while (to < dotNet.length() && to < i + 3 && Character.isDigit(dotNet.charAt(to))) {
                    to++;
                }
                ours.append('$').append(byNumber(Integer.parseInt(dotNet.substring(i + 1, to))));
                i = to - 1;
            } else if (c == '$' && next == '&') {
                ours.append("$0");
                i++;
            } else {
                boolean behindGroup = Character.isDigit(c) && ours.toString().matches("(?s).*\\$\\d+");
                ours.append(c == '$' || c == '\\' || behindGroup ? "\\" : "").append(c);
                i += c == '$' && next == '$' ? 1 : 0;
            }
        }
        return ours.toString();
    }

    /** .NET counts groups without a name first. */
    private int byNumber(int number) {
        List<Integer> order = new ArrayList<>();
        for (boolean named : new boolean[] {false, true}) {
            for (int i = 0; i < groups.size(); i++) {
                if (groups.get(i).isEmpty() != named) {
                    order.add(i + 1);
                }
            }
        }
        if (number > order.size()) {
            throw new NotFollowed("the pattern has no group " + number);
        }
        return number == 0 ? 0 : order.get(number - 1);
    }

    /** Goes through a pattern once. */
    private static final class Reader {

        private final String text;
        private final StringBuilder java = new StringBuilder();
        private final List<String> groups = new ArrayList<>();
        private final List<Span> spans = new ArrayList<>();
        /** For each open bracket, which group it is; -1 for one that does not capture. */
        private final Deque<Integer> open = new ArrayDeque<>();
        private boolean choice;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        DotNetPattern read() {
            while (at < text.length()) {
                switch (text.charAt(at)) {
                    case '\\' -> escape();
                    case '[' -> characters();
                    case '(' -> opened();
                    case ')' -> closed();
                    default -> {
                        choice |= text.charAt(at) == '|' && open.isEmpty();
                        java.append(text.charAt(at++));
                    }
                }
            }
            return new DotNetPattern(java.toString(), List.copyOf(groups), List.copyOf(spans), choice);
        }

        private void escape() {
            if (text.startsWith("\\k", at)) {
                throw new NotFollowed("the pattern refers to one of its groups by name");
            }
            boolean digit = at + 1 < text.length() && Character.isDigit(text.charAt(at + 1));
            if (digit && groups.stream().anyMatch(name -> !name.isEmpty())) {
                throw new NotFollowed("the pattern refers to one of its groups by number, and others have names");
            }
            java.append(text, at, Math.min(text.length(), at + 2));
            at += 2;
        }

        private void characters() {
            int from = at++;
            java.append('[');
            while (at < text.length() && (text.charAt(at) != ']' || at == from + 1 || at == from + 2 && text.charAt(from + 1) == '^')) {
                char c = text.charAt(at);
                if (c == '\\') {
                    escape();
                    continue;
                }
                if (c == '[' && text.charAt(at - 1) == '-') {
                    throw new NotFollowed("the pattern takes characters out of a class");
                }
                boolean first = at == from + 1 || at == from + 2 && text.charAt(from + 1) == '^';
                java.append(c == '[' || c == '&' || c == ']' && first ? "\\" : "").append(c);
                at++;
            }
            java.append(at < text.length() ? "]" : "");
            at++;
        }

        private void opened() {
            int name = text.startsWith("(?'", at) ? text.indexOf('\'', at + 3) : text.startsWith("(?<", at) && !text.startsWith("(?<=", at) && !text.startsWith("(?<!", at)
                    ? text.indexOf('>', at) : -1;
            if (text.startsWith("(?(", at) || text.startsWith("(?#", at)) {
                throw new NotFollowed("the pattern has a group that Java has not");
            }
            if (name > 0 || !text.startsWith("(?", at)) {
                String called = name > 0 ? text.substring(at + 3, name) : "";
                if (name > 0 && !called.matches("\\w+") || groups.contains(called) && !called.isEmpty()) {
                    throw new NotFollowed("the pattern has a group that Java has not");
                }
                open.push(groups.size());
                groups.add(called);
                spans.add(new Span(java.length(), 0, open.size() == 1));
                java.append('(');
                at = name > 0 ? name + 1 : at + 1;
            } else {
                open.push(-1);
                java.append('(');
                at++;
            }
        }

        private void closed() {
            java.append(')');
            at++;
            int group = open.isEmpty() ? -1 : open.pop();
            if (group >= 0) {
                boolean repeated = at < text.length() && "*+?{".indexOf(text.charAt(at)) >= 0;
                spans.set(group, new Span(spans.get(group).from(), java.length(), spans.get(group).alone() && !repeated));
            }
        }
    }
}
