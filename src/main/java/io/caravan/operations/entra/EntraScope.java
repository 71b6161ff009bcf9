package io.caravan.operations.entra;

import io.caravan.operations.entra.EntraSchema.Clause;
import io.caravan.operations.entra.EntraSchema.Filter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Who is in scope, as a condition. An attribute without a value fulfils no clause but {@code IS NULL}, as in Entra. Where Entra's documentation can be
 * read in two ways, it is the one by which fewer people are in scope.
 *
 * @param include the condition; empty for everybody
 * @param notes   where it is not quite the same
 */
public record EntraScope(String include, List<String> notes) {

    /**
     * Says a filter as a condition.
     *
     * @param attributes how an attribute of the source is read; throws NotFollowed for one that nobody has
     * @throws NotFollowed when a part of it cannot be said: then all of it is not, because who is in scope would be others
     */
    public static EntraScope of(Filter filter, Function<String, String> attributes) {
        if (filter.more()) {
            throw new NotFollowed("the filter has groups of the experimental kinds (inputFilterGroups, categoryFilterGroups)");
        }
        Set<String> notes = new LinkedHashSet<>();
        List<List<Clause>> groups = filter.groups().stream().filter(group -> !group.isEmpty()).toList();
        if (groups.size() < filter.groups().size()) {
            throw new NotFollowed("a filter has no clauses");
        }
        boolean several = groups.size() > 1;
        String include = groups.stream().map(group -> all(group, attributes, notes, several)).collect(Collectors.joining(" || "));
        return new EntraScope(include, List.copyOf(notes));
    }

    private static String all(List<Clause> group, Function<String, String> attributes, Set<String> notes, boolean several) {
        String clauses = group.stream().map(clause -> one(clause, attributes.apply(clause.attribute()), notes)).collect(Collectors.joining(" && "));
        return several && clauses.contains(" && ") ? "(" + clauses + ")" : clauses;
    }

    private static String one(Clause clause, String subject, Set<String> notes) {
        String operator = clause.operator().strip().toUpperCase(Locale.ROOT).replaceAll("[\\s_]+", " ");
        return switch (operator) {
            case "IS NULL" -> "${isNullOrEmpty(" + subject + ")}";
            case "IS NOT NULL" -> "${isPresent(" + subject + ")}";
            case "IS TRUE" -> subject + " =~ 'true'";
            case "IS FALSE" -> subject + " =~ 'false'";
            case "EQUALS" -> subject + (isTruth(clause) ? " =~ " + text(clause).toLowerCase(Locale.ROOT) : " == " + text(clause));
            case "NOT EQUALS" -> "${isPresent(" + subject + ")} && " + subject + (isTruth(clause) ? " !=~ " + text(clause).toLowerCase(Locale.ROOT) : " != " + text(clause));
            case "INCLUDES" -> subject + " contains " + text(clause);
            case "ENDS WITH" -> subject + " endsWith " + text(clause);
            case "GREATER THAN" -> subject + " > " + number(clause);
            case "GREATER THAN OR EQUALS" -> subject + " >= " + number(clause);
            case "REGEX MATCH" -> {
                notes.add("the whole text has to match the pattern");
                yield subject + " regex " + pattern(clause, "", "");
            }
            case "NOT REGEX MATCH" -> {
                notes.add("no part of the text may match the pattern");
                yield "${isPresent(" + subject + ")} && " + subject + " !regex " + pattern(clause, "(?s).*(?:", ").*");
            }
            default -> throw new NotFollowed("there is no operator here that is surely " + clause.operator());
        };
    }

    private static String value(Clause clause) {
        if (clause.values().size() != 1) {
            throw new NotFollowed(clause.operator() + " has " + clause.values().size() + " values");
        }
        return clause.values().get(0);
    }

    private static boolean isTruth(Clause clause) {
        return value(clause).matches("(?i)true|false");
    }

    private static String text(Clause clause) {
        return Said.written(value(clause), "the value of a clause");
    }

    private static String number(Clause clause) {
        if (!value(clause).matches("-?\\d{1,18}")) {
            throw new NotFollowed("'" + value(clause) + "' is no whole number");
        }
        return value(clause);
    }

    private static String pattern(Clause clause, String before, String behind) {
        String pattern = DotNetPattern.of(value(clause)).inEveryScript();
        boolean scripts = pattern.startsWith("(?U)");
        return Said.written((scripts ? "(?U)" : "") + before + (scripts ? pattern.substring(4) : pattern).replace("'", "\\x27") + behind, "the pattern of a clause");
    }
}
