package io.caravan.cli;

import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.AccessTokens;

/** What {@code token} comes to. */
record TokensResult(AccessTokens document) implements Result {

    @Override
    public ExitCode exitCode() {
        return ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        document.made().ifPresent(made -> {
            out.line(made.token());
            out.paragraph("", 2, "This is " + made.name() + ", for records of " + made.system() + ". It is not shown again: give it to whoever sends them, to "
                    + made.url() + " (docs/how-to/take-what-is-sent.md)." + made.until().map(until -> " It counts until " + MomentText.of(until) + ".").orElse(""));
        });
        document.revoked().ifPresent(name -> out.line(VisibleText.of(name) + " counts no more"));
        if (document.made().isEmpty() && document.revoked().isEmpty() && document.tokens().isEmpty()) {
            out.line("None.");
        }
        document.tokens().forEach(token -> out.paragraph(token.name() + ": ", 2, "for records of " + token.system() + ", made by " + VisibleText.of(token.createdBy()) + " on "
                + MomentText.of(token.createdAt()) + token.until().map(until -> (token.over() ? ", counted until " : ", counts until ") + MomentText.of(until)).orElse("")));
    }
}
