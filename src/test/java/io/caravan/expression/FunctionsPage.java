package io.caravan.expression;

import io.caravan.diagnostic.VisibleText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes {@code docs/reference/functions.md} from the declarations of functions, operators, refusals and differences. */
final class FunctionsPage {

    private static final Map<String, String> ELSEWHERE = new LinkedHashMap<>();

    static {
        ELSEWHERE.put("AppRoleAssignmentsComplex, AssertiveAppRoleAssignmentsComplex, SingleAppRoleAssignment",
                "`${assignment[roles]}`: roles are [assigned](../how-to/assign-applications.md). Whether they are added or replaced is the target's declaration (multi-valued attributes are always sent as adds and removes).");
        ELSEWHERE.put("DefaultDomain", "A constant: write the domain into the mapping, or into a lookup table.");
        ELSEWHERE.put("Replace (with template or group)", "`replaceRegex`, with `$1` for the group; several results are chosen by `iif` or `switch`.");
        ELSEWHERE.put("= <> > >= < <= in IIF", "The operators of conditions, below; a null source is false and not an error.");
        ELSEWHERE.put("& and !& (exists), IS NULL, IS NOT NULL", "`!= null` and `== null`.");
        ELSEWHERE.put("REGEX MATCH, NOT REGEX MATCH, Includes, ENDS_WITH", "`regex`, `!regex`, `contains`, `endsWith`.");
    }

    private final StringBuilder page = new StringBuilder();

    private FunctionsPage() {
    }

    static String text() {
        FunctionsPage writing = new FunctionsPage();
        writing.introduction();
        writing.absence();
        writing.operators();
        writing.functions();
        writing.entra();
        writing.refused();
        writing.differences();
        writing.limits();
        return writing.page.toString();
    }

    private FunctionsPage line(String line) {
        page.append(line).append('\n');
        return this;
    }

    private void introduction() {
        line("<!-- Generated from the declarations in io.caravan.expression. Do not edit: run ./mvnw test -Dtest=FunctionsPageTest -Dcaravan.docs.write=true -->")
                .line("# Expressions: values, conditions, functions").line("")
                .line("The language is [Camel's Simple](https://camel.apache.org/components/4.18.x/languages/simple-language.html), in mappings and, as the language `caravan`, in routes:")
                .line("the same syntax, the same names, the same results, except where [the last table](#where-it-differs-from-camel) says otherwise. Every example on this page is executed by a test.").line("")
                .line("| write | for |").line("|---|---|")
                .line("| `${body[givenName]}`, `${body['given name']}`, `${body.givenName}` | an attribute of the record |")
                .line("| `${body[mails][0]}`, `[last]`, `[last-1]`, `${body[mails].size()}` | an element of a list (from 0), how many there are |")
                .line("| `${login}` | a `define:` or another attribute of the same mapping |")
                .line("| `${uppercase(${body[givenName]})}` | a function; its arguments are expressions, text in quotes, or plain words |")
                .line("| `${trim(${body[a]})} ${body[b]}` | text with any number of `${…}` in it |")
                .line("| `${body[nickname]} ?: ${body[givenName]}` | the right side where the left is absent, null, blank, an empty list or false |")
                .line("| `${${body[type]} == 'employee' ? 'Staff' : 'Guest'}` | a choice; `iif` does the same |")
                .line("| `${body[name]} ~> ${trim()} ~> ${uppercase()}` | functions one after the other; each lacks the argument that `~>` gives it |")
                .line("| `${body[number]}++`, `--` | one more, one less |")
                .line("| `${null}` | no value: known to be empty |")
                .line("| `\\n`, `\\t`, `\\r`, `\\}` | line break, tabulator, carriage return, closing brace |").line("")
                .line("A value that is exactly one `${…}` keeps its type: a list stays a list, a number a number. Text around it makes it text.").line("");
    }

    private void absence() {
        line("## Absent, null and empty").line("")
                .line("An attribute that the record does not have is **absent**: nothing is known. One that it has without a value is **null**: known to be empty. Neither is the empty text.").line("")
                .line("| | absent | null |").line("|---|---|---|")
                .line("| in text, or as an argument | the whole value is absent: the target is left alone | the whole value is null |")
                .line("| `== null` | true | true |")
                .line("| `!= null` | false | false |")
                .line("| any other operator, `==` between two attributes included | false | false |")
                .line("| a negated operator: `!=` `!=~` `!contains` `!~~` `!in` `!regex` `!range` `!startsWith` `!endsWith` | true | true |")
                .line("| alone, as a condition | false | false |").line("")
                .line("Functions that treat them in another way say so. `coalesce`, `?:`, `isNull`, `isPresent`, `isEmpty` and `count` are there to deal with them.").line("");
    }

    private void operators() {
        line("## Conditions").line("")
                .line("`left operator right`, with a space on both sides of the operator. A side is `${…}`, text in quotes, a number, `true`, `false` or `null`. Clauses are joined by `&&` and `||`,")
                .line("which bind alike, left to right, as in Camel; brackets group. A condition is always true or false, never text.").line("")
                .line("| operator | negated | holds when | example |").line("|---|---|---|---|");
        for (Operator operator : Operator.values()) {
            line("| `" + operator.symbol() + "` | " + operator.negated().map(FunctionsPage::code).orElse("") + " | " + operator.meaning() + " | `" + operator.example() + "` |");
        }
        line("");
    }

    private void functions() {
        line("## Functions").line("").line(Functions.groups().stream().map(group -> "[" + group.title() + "](#" + anchor(group.title()) + "): "
                + group.functions().stream().map(function -> "[`" + function.name() + "`](#" + anchor(function.name()) + ")").collect(Collectors.joining(" "))).collect(Collectors.joining(" ·\n"))).line("")
                .line("An argument with `?` may be left out, one with `…` may be repeated. Functions marked *Camel* are Camel's own and give the same result in a route.").line("")
                .line("The examples are computed for this person: " + person() + ". The moment is `2026-03-01T08:00:00Z`; the names `zli` and `zli2` are taken; the table `cities` says `CH` → `Bern`.").line("");
        for (Functions.Group group : Functions.groups()) {
            line("### " + group.title()).line("");
            group.functions().forEach(this::function);
        }
    }

    private static String person() {
        return SampleInput.zoe().attributes().entrySet().stream().map(entry -> entry.getKey() + " " + code(VisibleText.of(Shown.value(entry.getValue())))).collect(Collectors.joining(", "));
    }

    private void function(Function function) {
        line("#### " + function.name()).line("")
                .line("`" + function.signature() + "` → " + function.result() + (function.origin() == Function.Origin.CAMEL ? " · *Camel*" : "")
                        + (function.entra().isEmpty() ? "" : " · Entra: " + function.entra())).line("")
                .line(function.purpose()).line("").line("Null and absent: " + function.nulls() + ".").line("");
        for (Function.Example example : function.examples()) {
            line("    " + example.expression() + "  →  " + (example.value().isEmpty() ? "''" : example.value()));
        }
        line("");
    }

    private void entra() {
        line("## For those who know Entra").line("").line("| Entra | here |").line("|---|---|");
        Map<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Functions.all().values().stream().filter(function -> !function.entra().isEmpty()).forEach(function -> {
            for (String name : function.entra().split(", ")) {
                names.merge(name, "[`" + function.name() + "`](#" + anchor(function.name()) + ")", (a, b) -> a + ", " + b);
            }
        });
        names.forEach((entra, ours) -> line("| " + entra + " | " + ours + " |"));
        ELSEWHERE.forEach((entra, ours) -> line("| " + entra + " | " + ours + " |"));
        line("");
    }

    private void refused() {
        line("## What is refused").line("").line("Expressions see their record and nothing else. Each of these is an error with a remedy, never a silent null.").line("")
                .line("| Simple has | instead |").line("|---|---|");
        Refused.all().entrySet().stream().collect(Collectors.groupingBy(Map.Entry::getValue, LinkedHashMap::new, Collectors.mapping(entry -> code(entry.getKey()), Collectors.joining(" "))))
                .forEach((remedy, names) -> line("| " + names + " | " + remedy.replace("|", "\\|") + " |"));
        line("| `is`, `!is` | use ${isString(…)} or ${kindOfType(…)} == 'number' |")
                .line("| functions without their value, such as `${trim()}` | name the value: the whole record cannot be one |").line("");
    }

    private void differences() {
        line("## Where it differs from Camel").line("").line("Everything else is the same: a test compares every shared function and operator over many values with Camel 4.18 itself, and every row below is executed in both.").line("")
                .line("| what and why | shown by | body | Camel | here |").line("|---|---|---|---|---|");
        for (CamelDifference difference : CamelDifference.ALL) {
            line("| " + difference.why().replace("|", "\\|") + " | " + code(difference.source()) + " | "
                    + new TreeMap<>(difference.body()).entrySet().stream().map(entry -> entry.getKey() + " = " + (entry.getValue() == null ? "null" : code(VisibleText.of(Shown.value(entry.getValue()))))).collect(Collectors.joining(", "))
                    + " | " + code(VisibleText.of(difference.camel())) + " | " + code(difference.ours()) + " |");
        }
        line("");
    }

    private void limits() {
        line("## Limits").line("")
                .line("An expression has at most " + number(Limits.SOURCE) + " characters and " + Limits.NESTING + " levels of nesting; `pad` and `randomString` make at most " + Limits.MADE_TEXT
                        + " characters, `range` at most " + number(Limits.MADE_LIST) + " numbers, and no function makes a text of more than " + number(Limits.TEXT) + " characters; `counter` ends at " + number(Limits.COUNTER) + ".")
                .line("A pattern is stopped after " + number(Limits.PATTERN_STEPS) + " looks at the text, so that no pattern can hang a cycle.");
    }

    private static String number(int number) {
        return String.format(java.util.Locale.ENGLISH, "%,d", number);
    }

    /** In a table, a bar inside code has to be escaped too. */
    private static String code(String text) {
        if (text.isEmpty()) {
            return "";
        }
        String fence = text.indexOf('`') >= 0 ? "``" : "`";
        return fence + text.replace("|", "\\|") + fence;
    }

    private static String anchor(String title) {
        return title.toLowerCase(java.util.Locale.ROOT).replace(' ', '-');
    }
}
