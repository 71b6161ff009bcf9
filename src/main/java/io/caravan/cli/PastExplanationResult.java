package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.operations.ChangedAttribute;
import io.caravan.operations.PastExplanation;
import io.caravan.operations.PastExplanation.AccountThen;
import io.caravan.operations.PastExplanation.AttributeThen;
import io.caravan.operations.PastExplanation.MembershipThen;
import io.caravan.operations.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What somebody had, and why. */
record PastExplanationResult(PastExplanation document) implements Result {

    private static final int INDENT = 2;
    private static final int SHOWN = 20;

    /** From a log that is broken something is told, and it proves nothing. */
    @Override
    public ExitCode exitCode() {
        return document.proof().brokenAt().isPresent() ? ExitCode.FAILED : ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        out.line(out.paint(Style.STRONG, WhoText.of(document.identity(), document.display())) + " as of " + ZonedText.of(document.at(), document.zone()) + " (" + document.zone() + ")");
        document.accounts().forEach(account -> out.paragraph("  ", INDENT + 2, sentence(account)));
        out.line();
        out.paragraph("", 0, document.proof().brokenAt().map(broken -> "The log is broken: entry " + broken + " is not what was written, and from it on nothing is proven. caravan log verify")
                .orElseGet(() -> "From the log, which is whole and begins at " + document.proof().since().map(since -> ZonedText.of(since, document.zone())).orElse("?")
                        + ". What somebody changed in a target by hand is not in it."));
        document.proof().notes().forEach(note -> out.paragraph("Note: ", 6, note));
        if (!document.standing().isEmpty()) {
            out.line();
            out.paragraph("Lifecycle  ", 11, document.standing() + (document.why().isEmpty() ? "" : ": " + document.why()));
        }
        memberships(out, "Groups and applications", document.groups(), document.groups().size());
        memberships(out, "Members: " + Quantity.grouped(document.memberCount()), document.members(), document.memberCount());
        attributes(out);
    }

    private void memberships(TextOut out, String title, List<MembershipThen> memberships, long all) {
        if (memberships.isEmpty()) {
            return;
        }
        out.line();
        out.line(out.paint(Style.STRONG, title));
        memberships.stream().limit(SHOWN).forEach(one -> out.paragraph("  ", INDENT + 2, one.key() + ": " + one.origin() + one.since().map(at -> ", since " + ZonedText.of(at, document.zone())).orElse("")
                + (one.why().isEmpty() ? "" : "; " + one.why()) + (one.entry() == 0 ? "" : " (" + (one.by().isEmpty() ? "" : one.by() + ", ") + "#" + one.entry() + (one.proven() ? "" : ", not proven") + ")")));
        if (all > SHOWN) {
            out.line("  … and " + Quantity.grouped(all - SHOWN) + " more");
        }
    }

    private String sentence(AccountThen account) {
        String where = account.system().isEmpty() ? "for " + account.job() : "in " + account.system();
        String named = account.account().isEmpty() ? "" : " (" + account.account() + ")";
        String since = account.since().map(at -> " since " + ZonedText.of(at, document.zone())).orElse("");
        String had = switch (account.state()) {
            case ENABLED -> "had an account " + where + named + ", open" + since;
            case DISABLED -> "had an account " + where + named + ", closed" + since;
            case UNMANAGED -> "had an account " + where + named + ", kept and not looked after" + since;
            case DELETED -> "had no account " + where + ": it was deleted" + account.since().map(at -> " on " + ZonedText.of(at, document.zone())).orElse("");
            case UNKNOWN -> "may have had an account " + where + ": not known";
            default -> "had no account " + where;
        };
        String from = account.entry() == 0 ? "" : " (" + (account.by().isEmpty() ? "" : account.by() + ", ") + "#" + account.entry() + (account.proven() ? "" : ", not proven") + ")";
        return document.identity() + " " + had + (account.why().isEmpty() ? "" : ": " + account.why()) + from + ".";
    }

    private void attributes(TextOut out) {
        if (document.attributes().isEmpty()) {
            return;
        }
        out.line();
        out.line(out.paint(Style.STRONG, "In the hub"));
        document.attributes().stream().filter(AttributeThen::known).forEach(attribute -> out.paragraph("  ", INDENT + 2,
                new ChangedAttribute(attribute.name(), Optional.empty(), attribute.value()).text()));
        String unknown = document.attributes().stream().filter(attribute -> !attribute.known()).map(AttributeThen::name).collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            out.paragraph("  not known: ", INDENT + 2, unknown);
        }
    }
}
