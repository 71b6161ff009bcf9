package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.expression.FunctionDescription;
import io.caravan.operations.FunctionReference;

/** The functions of expressions: a line for each, or all that is known of one. */
record FunctionsResult(FunctionReference document) implements Result {

    @Override
    public ExitCode exitCode() {
        return ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        if (document.functions().size() == 1) {
            one(out, document.functions().get(0));
            return;
        }
        String group = "";
        int width = document.functions().stream().mapToInt(each -> each.call().name().length()).max().orElse(0);
        for (FunctionDescription each : document.functions()) {
            if (!each.group().equals(group)) {
                out.line((group.isEmpty() ? "" : "\n") + out.paint(Style.FAINT, each.group()));
                group = each.group();
            }
            out.paragraph("  " + each.call().name() + " ".repeat(width - each.call().name().length()) + "  ", width + 4, each.purpose());
        }
        out.line();
        out.line("All about one: caravan functions NAME");
        out.line("Try it out:    caravan try 'EXPRESSION' --on WHO");
    }

    private static void one(TextOut out, FunctionDescription function) {
        out.line(function.call().signature() + " → " + function.call().result());
        out.paragraph("  ", 4, function.purpose());
        int width = function.call().arguments().stream().mapToInt(argument -> argument.name().length()).max().orElse(0);
        function.call().arguments().forEach(argument -> out.line("  " + argument.name() + " ".repeat(width - argument.name().length()) + "  " + argument.kind()
                + (argument.repeats() ? "; may be repeated" : argument.required() ? "" : "; may be left out")));
        out.paragraph("  ", 4, "Null and absent: " + function.nulls());
        if (function.camel()) {
            out.line("  Camel has it too, with the same result");
        }
        if (!function.entra().isEmpty()) {
            out.paragraph("  ", 4, "Entra: " + function.entra());
        }
        function.examples().forEach(example -> out.line("  " + example.expression() + "  →  " + (example.value().isEmpty() ? "''" : example.value())));
    }
}
