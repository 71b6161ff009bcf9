package io.caravan.config;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import io.caravan.expression.ExpressionCompiler;
import io.caravan.mapping.Formula;
import io.caravan.mapping.Names;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@link OwnSetting#DISPLAY}: an attribute's name, or an expression. */
final class DisplayReader {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_.:@-]+");
    private static final String OTHERWISE = "write the name of an attribute that people have, or an expression such as ${body[givenName]} ${body[familyName]}";

    private final PropertiesText.Entry entry;
    private final String written;
    private final Optional<Set<String>> attributes;
    private final Set<String> secrets;
    private final Problems problems;

    /**
     * @param attributes what people have in the hub; empty Optional when that is not known, and any name goes
     * @param secrets    those of them that are not shown
     */
    DisplayReader(PropertiesText.Entry entry, Optional<Set<String>> attributes, Set<String> secrets, Problems problems) {
        this.entry = entry;
        this.written = entry.value().strip();
        this.attributes = attributes;
        this.secrets = secrets;
        this.problems = problems;
    }

    /** Empty when there are errors; all of them are added to the problems. */
    Optional<Formula> read() {
        if (Placeholder.in(written)) {
            return refused("how people are named is written here, and not taken from elsewhere", "write the attribute or the expression itself");
        }
        boolean expression = written.contains("${");
        if (!expression && attributes.map(known -> !known.contains(written)).orElse(!NAME.matcher(written).matches())) {
            return refused("no mapping gives people an attribute \"" + written + "\"",
                    attributes.map(known -> Words.suggest(written, known, OTHERWISE)).orElse(OTHERWISE));
        }
        Problems own = new Problems();
        Optional<Formula> formula = ExpressionCompiler.compile(expression ? written : "${body['" + written + "']}", entry.valuePosition(),
                new Names(attributes, true, Set.of(), Set.of()), own);
        own.inOrder().forEach(problem -> problems.add(new Problem(problem.code(), problem.severity(), place(problem.position()), problem.message(), problem.expected(), problem.fix())));
        return formula.filter(this::mayBeShown);
    }

    private boolean mayBeShown(Formula formula) {
        List<String> hidden = formula.attributes().stream().filter(secrets::contains).sorted().toList();
        if (!hidden.isEmpty()) {
            refused("\"" + String.join("\", \"", hidden) + "\" is not to be shown: its mapping makes or hides it as a secret", "name people by an attribute that may be shown");
        } else if (formula.sensitive()) {
            refused("what randomString and redact give is not shown, so it names nobody", "name people by an attribute that may be shown");
        } else if (!formula.namespaces().isEmpty()) {
            refused("uniqueName gives names in a target, and naming people gives none away", "name people by an attribute that has the name");
        } else {
            return true;
        }
        return false;
    }

    private Optional<Formula> refused(String message, String fix) {
        problems.add(Problem.error(ProblemCode.SETTING_VALUE, entry.valuePosition(), message, fix));
        return Optional.empty();
    }

    /** The very place where the value stands in the file as it is, without escapes; else the whole value. */
    private Position place(Position said) {
        return written.contains("${") && entry.valuePosition().length() == entry.value().length() ? said : entry.valuePosition();
    }
}
