package io.caravan.config;

import io.caravan.connector.OutcomeKind;
import io.caravan.connector.RestPaging;
import io.caravan.connector.RestPath;
import io.caravan.connector.RestRule;
import io.caravan.connector.RestText;
import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the small pieces of a connector's REST blocks, whose shape has been checked: texts, paths, rules, paging. What is wrong is reported, and then as if it were not there. */
record RestPieces(Problems problems) {

    private static final int NOT_FOUND = 404;
    /** Variables with the name of an attribute behind them. */
    private static final List<String> FAMILIES = List.of("account.", "current.", "added.", "removed.");

    /** What is wrong with one value. */
    void wrong(Position position, String message, String fix) {
        problems.add(Problem.error(ProblemCode.REST_REQUEST, position, message, fix));
    }

    Optional<RestPath> path(Yaml.Block block, String key) {
        return block.scalar(key).flatMap(this::path);
    }

    Optional<RestPath> path(Yaml.Scalar written) {
        try {
            return Optional.of(RestPath.of(written.text()));
        } catch (IllegalArgumentException wrong) {
            problems.add(Problem.error(ProblemCode.CONNECTOR_VALUE, written.position(), wrong.getMessage(), "a path such as data.users, emails[type eq \"work\"].value or '@odata.nextLink'",
                    "write the names with dots between"));
            return Optional.empty();
        }
    }

    /** @param known the variables there are */
    Optional<RestText> text(Yaml.Scalar written, Set<String> known) {
        try {
            RestText text = RestText.of(written.text());
            text.variables().stream().filter(name -> !isKnown(name, known)).forEach(name -> problems.add(Problem.error(ProblemCode.UNKNOWN_VARIABLE, written.position(),
                    "there is no variable ${" + name + "} here", Words.oneOf(known.stream().map(one -> "${" + one + "}").toList()), Words.suggest(name, known, "remove it"))));
            return Optional.of(text);
        } catch (IllegalArgumentException wrong) {
            problems.add(Problem.error(ProblemCode.CONNECTOR_VALUE, written.position(), wrong.getMessage(), "write it as ${name}"));
            return Optional.empty();
        }
    }

    private static boolean isKnown(String name, Set<String> known) {
        return known.contains(name) || FAMILIES.stream().anyMatch(family -> name.startsWith(family) && known.contains(family + "NAME"));
    }

    Map<String, RestText> texts(Yaml.Block block, Set<String> known) {
        Map<String, RestText> texts = new LinkedHashMap<>();
        block.entries().forEach((name, entry) -> text((Yaml.Scalar) entry.value(), known).ifPresent(text -> texts.put(name, text)));
        return texts;
    }

    /** A body keeps its shape; the variables in its texts are checked here, and filled when it is sent. */
    void body(Yaml node, Set<String> known) {
        if (node instanceof Yaml.Block block) {
            block.entries().values().forEach(entry -> {
                text(new Yaml.Scalar(entry.key(), entry.key(), true, null, entry.keyPosition()), known);
                body(entry.value(), known);
            });
        } else if (node instanceof Yaml.Items items) {
            Set<String> here = new LinkedHashSet<>(known);
            if (known.contains("account.NAME")) {
                here.addAll(List.of("added.NAME", "removed.NAME"));
            }
            items.items().forEach(item -> body(item, here));
        } else if (node instanceof Yaml.Scalar scalar && scalar.value() instanceof String) {
            text(scalar, known);
        }
    }

    List<RestRule> rules(Yaml.Block block) {
        return rules(block, "errors");
    }

    List<RestRule> rules(Yaml.Block block, String key) {
        List<RestRule> rules = new ArrayList<>();
        for (Yaml item : block.items(key)) {
            Yaml.Block rule = (Yaml.Block) item;
            Set<Integer> statuses = new LinkedHashSet<>();
            values(rule, "status").forEach(status -> statuses.add(Integer.valueOf(status)));
            Optional<RestPath> at = path(rule, "at");
            if (statuses.isEmpty() && at.isEmpty()) {
                wrong(rule.position(), "the rule says of no answer what it means", "add status: or at:");
            } else if ((rule.has("is") || rule.has("not")) && !rule.has("at")) {
                String word = rule.has("is") ? "is" : "not";
                wrong(rule.at(word), "\"" + word + "\" does not say where", "add at: with a path");
            } else if (rule.has("is") && rule.has("not")) {
                wrong(rule.at("not"), "\"is\" and \"not\" say two things of one place", "remove one of them; several rules may follow one another");
            } else {
                OutcomeKind outcome = OutcomeKind.ofWord(rule.text("outcome").orElse("")).orElse(OutcomeKind.INVALID);
                bare(rule, statuses, at, outcome);
                rules.add(new RestRule(statuses, at, values(rule, "is"), values(rule, "not"), outcome));
            }
        }
        return rules;
    }

    /** What is wrong on the way there answers with 404, too. */
    private void bare(Yaml.Block rule, Set<Integer> statuses, Optional<RestPath> at, OutcomeKind outcome) {
        if (outcome == OutcomeKind.OK && at.isEmpty() && statuses.contains(NOT_FOUND)) {
            problems.add(Problem.warning(ProblemCode.REST_REQUEST, rule.position(), "any 404 is taken for done, and a wrong address or a proxy in between answers with one, too",
                    "add at: and is: with the code that the system's own answer has then"));
        }
    }

    /** One value, or several, as texts. */
    static List<String> values(Yaml.Block block, String key) {
        return block.scalar(key).map(one -> List.of(one.text())).orElseGet(() -> block.items(key).stream().map(item -> ((Yaml.Scalar) item).text()).toList());
    }
}
