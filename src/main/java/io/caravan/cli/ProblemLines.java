package io.caravan.cli;

import io.caravan.config.ProblemText;
import io.caravan.config.SourceTexts;
import io.caravan.diagnostic.Problems;
import java.util.List;
import java.util.regex.Pattern;

/** What is wrong in files, on a terminal: words go on in the next line, the lines of files stay as they are. */
final class ProblemLines {

    private static final Pattern OF_A_FILE = Pattern.compile(" *\\d* +\\| .*");
    private static final int MORE = 2;

    private ProblemLines() {
    }

    static void print(TextOut out, SourceTexts texts, Problems problems) {
        new ProblemText(texts, out.hasColour(), out.columns()).render(problems).lines().forEach(line -> print(out, line));
    }

    private static void print(TextOut out, String line) {
        String words = line.stripLeading();
        if (words.isEmpty() || OF_A_FILE.matcher(line).matches()) {
            out.line(line);
            return;
        }
        int indent = line.length() - words.length();
        List<String> lines = LineBreaks.wrapped(words, indent, indent + MORE, out.columns());
        out.line(" ".repeat(indent) + lines.get(0));
        lines.stream().skip(1).forEach(more -> out.line(" ".repeat(indent + MORE) + more));
    }
}
