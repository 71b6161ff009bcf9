package io.caravan.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.NamedNode;

/** On which line of its file a step of a route stands. Camel 4.18 says the line above, where the step's map begins on its own line: {@code - setBody: {constant: x}}. */
final class StepLine {

    private StepLine() {
    }

    /** @return 0 where it is not known */
    static int of(NamedNode step) {
        int line = Math.max(0, step.getLineNumber());
        try {
            String location = step.getLocation() == null ? "" : step.getLocation().replaceFirst("^file:", "");
            return line == 0 || location.isEmpty() ? line : of(line, step.getShortName(), Files.readAllLines(Path.of(location)));
        } catch (IOException | InvalidPathException notThere) {
            return line;
        }
    }

    private static int of(int line, String step, List<String> text) {
        Pattern here = Pattern.compile("\\b" + Pattern.quote(step) + ":(?!\\s*\\{)");
        Pattern inOneLine = Pattern.compile("\\b" + Pattern.quote(step) + ":\\s*\\{");
        return line < text.size() && inOneLine.matcher(text.get(line)).find() && !here.matcher(text.get(line - 1)).find() ? line + 1 : line;
    }
}
