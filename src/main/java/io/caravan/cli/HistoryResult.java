package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.operations.ChangedAttribute;
import io.caravan.operations.History;
import io.caravan.operations.History.Event;
import io.caravan.subject.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Somebody's life, oldest first, and what lies ahead. */
record HistoryResult(History document) implements Tabular {

    private static final Set<String> GOOD = Set.of("joined", "back", "returned", "created", "recognised", "opened");
    private static final Set<String> BAD = Set.of("failed", "unusable", "unclear");
    private static final Set<String> GONE = Set.of("left", "closed", "deleted");
    private static final Set<String> SHOWS_CHANGES = Set.of("changed", "updated", "opened", "recognised");

    /** From a log that is broken something is told, and it proves nothing. */
    @Override
    public ExitCode exitCode() {
        return document.proof().brokenAt().isPresent() ? ExitCode.FAILED : ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        String kind = document.kind().equals(Kind.PERSON.name()) ? "" : document.kind() + " ";
        out.line(kind + out.paint(Style.STRONG, WhoText.of(document.identity(), document.display())));
        out.paragraph("", 0, proof());
        document.proof().notes().forEach(note -> out.paragraph("Note: ", 6, note));
        out.line();
        if (document.events().isEmpty()) {
            out.line("Nothing happened.");
        } else {
            table(document.events()).print(out);
        }
        if (!document.ahead().events().isEmpty()) {
            out.line();
            out.paragraph("", 0, "Ahead, if no source says otherwise" + asOf() + ":");
            table(document.ahead().events()).print(out);
        }
        if (!document.ahead().unsaid().isEmpty()) {
            out.paragraph("Ahead: ", 7, document.ahead().unsaid());
        }
    }

    private String proof() {
        String times = "Times are those of " + document.zone() + ". ";
        if (document.proof().brokenAt().isPresent()) {
            return times + "The log is broken: entry " + document.proof().brokenAt().get() + " is not what was written. From it on nothing is proven; those lines have a ?. caravan log verify";
        }
        return times + document.proof().since().map(since -> "From the log, which is whole and begins at " + local(since) + ".").orElse("The log is empty.");
    }

    private String asOf() {
        return document.ahead().asOf().isEmpty() ? "" : " (" + ZonedText.read(document.ahead().asOf(), document.zone()) + ")";
    }

    private Table table(List<Event> events) {
        return table(events, document.zone());
    }

    static Table table(List<Event> events, String zone) {
        Table table = new Table("WHEN", "WHERE", "WHAT", "DETAILS");
        table.styled("WHAT", HistoryResult::style);
        events.forEach(event -> table.row(ZonedText.of(event.at(), zone) + (event.proven() ? "" : " ?"), event.system(), event.what().replace('-', ' '), details(event, zone)));
        return table;
    }

    private static Optional<Style> style(String what) {
        return GOOD.contains(what) ? Optional.of(Style.GOOD) : BAD.contains(what) ? Optional.of(Style.BAD) : GONE.contains(what) ? Optional.of(Style.STRONG)
                : what.equals("changed") || what.equals("updated") || what.equals("held") ? Optional.of(Style.CHANGED) : Optional.empty();
    }

    private static String details(Event event, String zone) {
        List<String> said = new ArrayList<>();
        Stream.of(event.account(), event.text()).filter(text -> !text.isEmpty()).forEach(said::add);
        if (SHOWS_CHANGES.contains(event.what()) && !event.changes().isEmpty()) {
            said.add(event.changes().stream().map(ChangedAttribute::text).collect(Collectors.joining(", ")));
        }
        event.last().ifPresent(last -> said.add(event.times() + " times until " + ZonedText.of(last, zone)));
        if (!event.approved().isEmpty()) {
            said.add("over a limit, let through by " + event.approved());
        }
        String behind = Stream.of(event.where(), event.by(), event.entry() == 0 ? "" : "#" + event.entry()).filter(text -> !text.isEmpty()).collect(Collectors.joining(", "));
        return String.join("; ", said) + (behind.isEmpty() ? "" : (said.isEmpty() ? "" : " ") + "(" + behind + ")");
    }

    private String local(String instant) {
        return ZonedText.of(instant, document.zone());
    }

    @Override
    public CsvTable csv() {
        CsvTable table = new CsvTable("at", "last", "times", "ahead", "what", "system", "job", "account", "id", "why", "where", "attributes", "by", "approved", "entry", "proven");
        document.events().forEach(event -> row(table, event, false));
        document.ahead().events().forEach(event -> row(table, event, true));
        return table;
    }

    private static void row(CsvTable table, Event event, boolean ahead) {
        table.row(event.at(), event.last().orElse(""), event.times(), ahead, event.what(), event.system(), event.job(), event.account(), event.id(), event.text(), event.where(),
                event.changes().stream().map(ChangedAttribute::text).collect(Collectors.joining(", ")), event.by(), event.approved(), event.entry() == 0 ? "" : event.entry(), event.proven());
    }
}
