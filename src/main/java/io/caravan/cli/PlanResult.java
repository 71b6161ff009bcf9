package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.Adoption;
import io.caravan.operations.ChangedAttribute;
import io.caravan.operations.Direction;
import io.caravan.operations.DisplayName;
import io.caravan.operations.JobPlan;
import io.caravan.operations.JobPlan.ShownChange;
import io.caravan.operations.PlanReport;
import io.caravan.operations.Quantity;
import io.caravan.operations.SourcePlan;
import io.caravan.plan.ChangeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What would be done, job by job or person by person.
 *
 * @param exitCode {@link ExitCode#CHANGES_PENDING} when that was asked for and there are changes
 */
record PlanResult(PlanReport document, Layout layout, ExitCode exitCode) implements Result {

    /**
     * @param shown    how many changes of each job, or people, are printed; 0: all
     * @param wide     whether nothing is cut off
     * @param byPerson whether changes are grouped by person
     */
    record Layout(int shown, boolean wide, boolean byPerson) {

        int room() {
            return shown == 0 ? Integer.MAX_VALUE : shown;
        }
    }

    private static final int IDENTITY = 8;
    private static final int KIND = 9;
    private static final int ACCOUNT = 24;
    private static final int DETAILS = 90;
    private static final int LEAST_DETAILS = 20;
    private static final int ATTRIBUTES = 3;

    @Override
    public void print(TextOut out) {
        document.sources().stream().filter(source -> !source.isEmpty()).forEach(source -> print(out, source));
        GroupPlanText.print(out, document.groups(), layout.room(), layout.wide());
        if (layout.byPerson()) {
            people(out);
        }
        for (JobPlan job : document.jobs()) {
            if (!layout.byPerson()) {
                out.line(out.paint(Style.STRONG, job.job()) + " (" + job.direction().from(job.system()) + ")");
                changes(out, job);
            }
            if (job.direction() == Direction.OUTBOUND) {
                out.paragraph(layout.byPerson() ? job.job() + ": " : "", 6, summary(job));
            }
            document.adoption().stream().filter(adoption -> adoption.job().equals(job.job())).forEach(adoption -> adoption(out, adoption));
            if (job.readOnly()) {
                out.paragraph(out.paint(Style.CHANGED, "Read only: "), 2, (layout.byPerson() ? job.job() + ": " : "") + "nothing of this is sent, as caravan.systems." + job.system() + ".readOnly is true");
            }
            job.failure().ifPresent(failure -> out.paragraph(out.paint(Style.BAD, "Incomplete: "), 2, (layout.byPerson() ? job.job() + ": " : "") + failure));
            job.guard().forEach(breach -> out.paragraph(out.paint(Style.BAD, "Guard: "), 2, breach));
            if (!layout.byPerson()) {
                out.line();
            }
        }
        if (layout.byPerson() && !document.leftBehind().isEmpty()) {
            out.line();
        }
        LeftBehindText.print(out, document.leftBehind());
    }

    /** In people: what a source says is not done anywhere yet. */
    private static void print(TextOut out, SourcePlan source) {
        List<String> says = new ArrayList<>();
        count(says, source.joined(), "would join");
        String most = source.attributes().stream().limit(ATTRIBUTES).map(one -> one.attribute() + " of " + Quantity.grouped(one.people())).collect(Collectors.joining(", "));
        count(says, source.changed(), "would change" + (most.isEmpty() ? "" : " (" + most + (source.attributes().size() > ATTRIBUTES ? ", …" : "") + ")"));
        count(says, source.returned(), "would come back");
        count(says, source.left(), "would leave");
        count(says, source.failed(), "cannot be used");
        out.line(out.paint(Style.STRONG, source.job()) + " (" + source.system() + " → hub)");
        if (!source.isOfNobody()) {
            out.paragraph("  ", 2, "People: " + String.join(", ", says) + ".");
        }
        List<String> groups = new ArrayList<>();
        count(groups, source.memberships().joined(), "would join");
        count(groups, source.memberships().left(), "would leave");
        count(groups, source.memberships().changed(), "would be in them from or until another time");
        if (!groups.isEmpty()) {
            out.paragraph("  ", 2, "Groups: " + String.join(", ", groups) + ".");
        }
        List<String> applications = new ArrayList<>();
        count(applications, source.memberships().assigned(), "would be assigned");
        count(applications, source.memberships().unassigned(), "not any more");
        if (!applications.isEmpty()) {
            out.paragraph("  ", 2, "Applications: " + String.join(", ", applications) + ".");
        }
        out.line();
    }

    private static void count(List<String> says, long people, String what) {
        if (people > 0) {
            says.add(Quantity.grouped(people) + " " + what);
        }
    }

    /** How many come into each group and are taken out of it, before who they are. */
    private void groups(TextOut out, JobPlan job) {
        Map<String, List<ShownChange>> groups = job.changes().stream().filter(ShownChange::isOfMember).collect(Collectors.groupingBy(ShownChange::account, TreeMap::new, Collectors.toList()));
        groups.entrySet().stream().limit(layout.room()).forEach(group -> out.line("  " + out.paint(Style.STRONG, VisibleText.of(group.getKey())) + ": " + Stream.of(ChangeKind.JOIN, ChangeKind.LEAVE)
                .map(kind -> count(group.getValue(), kind)).filter(some -> !some.isEmpty()).collect(Collectors.joining(", "))));
        if (groups.size() > layout.room()) {
            out.line("  … and " + Quantity.of(groups.size() - layout.room(), "more group"));
        }
        NewGroupText.print(out, document.newGroups().stream().filter(group -> group.job().equals(job.job())).toList(), layout);
    }

    private static String count(List<ShownChange> members, ChangeKind kind) {
        long count = members.stream().filter(one -> one.kind().equals(kind.word())).count();
        return count == 0 ? "" : Quantity.of(count, "member") + " would " + kind.word();
    }

    private void changes(TextOut out, JobPlan job) {
        groups(out, job);
        List<ShownChange> shown = job.changes().stream().limit(layout.room()).toList();
        Set<String> toldBelow = document.adoption().stream().filter(adoption -> adoption.job().equals(job.job())).flatMap(adoption -> adoption.open().stream()).map(Adoption.Open::identity)
                .collect(Collectors.toSet());
        List<JobPlan.Undecided> toTell = job.undecided().stream().filter(one -> !toldBelow.contains(one.identity())).toList();
        List<JobPlan.Undecided> undecided = toTell.stream().limit(layout.room()).toList();
        int who = width(IDENTITY, Stream.concat(shown.stream().map(change -> who(change.identity(), change.display())), undecided.stream().map(one -> who(one.identity(), one.display()))));
        int account = width(ACCOUNT, shown.stream().map(ShownChange::account));
        shown.forEach(change -> out.line(line(out, change, padded(who(change.identity(), change.display()), who) + " ", account)));
        undecided.forEach(one -> out.paragraph("  " + out.paint(Style.BAD, "?") + " " + padded(who(one.identity(), one.display()), who) + " " + padded(one.kind(), KIND) + " ", 6, one.reason()));
        long hidden = job.changes().size() - shown.size() + toTell.size() - undecided.size();
        if (hidden > 0) {
            out.line("    … and " + Quantity.grouped(hidden) + " more");
        }
        if (!job.changes().isEmpty() || !toTell.isEmpty()) {
            out.line();
        }
    }

    /** A target that is met for the first time: whose the accounts there are. */
    private void adoption(TextOut out, Adoption adoption) {
        long there = adoption.matched() + adoption.open().size() + adoption.nobodys().size();
        if (there == 0) {
            return;
        }
        out.paragraph("", 6, "Accounts that are there: " + Quantity.grouped(adoption.matched()) + " matched, to be linked; " + people(adoption.open().size()) + " to decide about; "
                + Quantity.grouped(adoption.nobodys().size()) + " nobody's. To be created: " + Quantity.grouped(adoption.toCreate()) + ".");
        adoption.open().stream().limit(layout.room()).forEach(one -> {
            String accounts = one.accounts().stream().map(OpenAccountsResult::text).collect(Collectors.joining(", "));
            String changes = one.wouldChange().stream().map(ChangedAttribute::text).collect(Collectors.joining(", "));
            out.paragraph("  " + out.paint(Style.CHANGED, "?") + " " + WhoText.of(one.identity(), one.display()) + " ", 6, (one.accounts().size() == 1 ? "" : "one of: ") + accounts + (changes.isEmpty() ? "" : "; would change "
                    + changes));
        });
        adoption.nobodys().stream().limit(layout.room()).forEach(account -> out.line("  - nobody's " + VisibleText.of(OpenAccountsResult.text(account))));
        long hidden = Math.max(0, adoption.open().size() - layout.room()) + Math.max(0, adoption.nobodys().size() - layout.room());
        if (hidden > 0) {
            out.line("    … and " + Quantity.grouped(hidden) + " more");
        }
        adoption.incomplete().ifPresent(why -> out.paragraph(out.paint(Style.BAD, "Incomplete") + ": ", 2, "the list of accounts is not whole: " + why + ". There may be more than these"));
        if (!adoption.open().isEmpty()) {
            out.paragraph(out.paint(Style.CHANGED, "Next: "), 2, "caravan accounts " + adoption.job() + " --ambiguous --csv > decisions.csv");
        }
    }

    private static String people(long count) {
        return count == 1 ? "1 person" : Quantity.grouped(count) + " people";
    }

    /** What would happen to each person, everywhere; people in the order of their keys. */
    private void people(TextOut out) {
        Map<String, List<String>> lines = new TreeMap<>();
        Map<String, DisplayName> names = new HashMap<>();
        int job = width(0, document.jobs().stream().map(JobPlan::job));
        for (JobPlan plan : document.jobs()) {
            plan.changes().forEach(change -> names.put(change.identity(), change.display()));
            plan.undecided().forEach(one -> names.put(one.identity(), one.display()));
            int account = width(ACCOUNT, plan.changes().stream().map(ShownChange::account));
            plan.changes().forEach(change -> lines.computeIfAbsent(change.identity(), none -> new ArrayList<>())
                    .add(line(out, change, padded(plan.job(), job) + " ", account)));
            document.newGroups().stream().filter(group -> group.job().equals(plan.job())).forEach(group -> group.members().forEach(member -> {
                names.putIfAbsent(member.who(), member.display());
                lines.computeIfAbsent(member.who(), none -> new ArrayList<>()).add("  " + out.paint(Style.GOOD, "+") + " " + padded(plan.job(), job) + " " + padded(ChangeKind.JOIN.word(), KIND) + " "
                        + VisibleText.of(group.group()) + ", " + NewGroupText.when(group));
            }));
            plan.undecided().forEach(one -> lines.computeIfAbsent(one.identity(), none -> new ArrayList<>())
                    .add("  " + out.paint(Style.BAD, "?") + " " + padded(plan.job(), job) + " " + padded(one.kind(), KIND) + " " + VisibleText.of(one.reason())));
        }
        lines.entrySet().stream().limit(layout.room()).forEach(person -> {
            out.line(out.paint(Style.STRONG, WhoText.of(person.getKey(), names.get(person.getKey()))));
            person.getValue().forEach(out::line);
        });
        if (lines.size() > layout.room()) {
            long more = lines.size() - layout.room();
            out.line("… and " + Quantity.grouped(more) + (more == 1 ? " more person" : " more people"));
        }
        out.line();
    }

    private String line(TextOut out, ShownChange change, String who, int account) {
        ChangeKind kind = ChangeKind.valueOf(change.kind().toUpperCase(java.util.Locale.ROOT));
        Style style = kind.removes() ? Style.BAD : kind == ChangeKind.UPDATE ? Style.CHANGED : Style.GOOD;
        String before = "  " + out.paint(style, kind.symbol()) + " " + who + padded(kind.word(), KIND) + " " + padded(change.account(), account) + " ";
        return (before + cut(details(change, kind), out.columns() == 0 ? DETAILS : out.columns() - LineBreaks.width(before))).stripTrailing();
    }

    private static String details(ShownChange change, ChangeKind kind) {
        String until = change.disabledUntil().map(day -> "disabled until " + VisibleText.of(day)).orElse("");
        String said = change.reason().isEmpty() || kind == ChangeKind.LINK ? String.join(", ", change.attributes().stream().map(ChangedAttribute::text).toList())
                : VisibleText.of(change.reason());
        return until + (until.isEmpty() || said.isEmpty() ? "" : "; ") + said;
    }

    private String who(String key, DisplayName name) {
        return layout.wide() ? WhoText.whole(key, name) : WhoText.inTable(key, name);
    }

    private String cut(String all, int room) {
        int most = Math.max(LEAST_DETAILS, room);
        return layout.wide() || all.codePointCount(0, all.length()) <= most ? all : all.substring(0, all.offsetByCodePoints(0, most - 1)) + "…";
    }

    private static int width(int least, Stream<String> texts) {
        return Math.max(least, texts.mapToInt(text -> LineBreaks.width(VisibleText.of(text))).max().orElse(0));
    }

    private static String summary(JobPlan job) {
        StringBuilder line = new StringBuilder("Plan: ");
        for (ChangeKind kind : ChangeKind.values()) {
            long count = job.counts().getOrDefault(kind.word(), 0L);
            boolean alwaysNamed = kind == ChangeKind.CREATE || kind == ChangeKind.UPDATE || kind == ChangeKind.DISABLE || kind == ChangeKind.DELETE;
            if (count > 0 || alwaysNamed) {
                line.append(line.length() > 6 ? ", " : "").append(Quantity.grouped(count)).append(' ').append(kind.word());
            }
        }
        long undecided = job.counts().getOrDefault("undecided", 0L);
        if (undecided > 0) {
            line.append(", ").append(Quantity.grouped(undecided)).append(" cannot be decided");
        }
        return line.append("; ").append(Quantity.grouped(job.counts().getOrDefault("unchanged", 0L))).append(" unchanged, ")
                .append(Quantity.grouped(job.counts().getOrDefault("skipped", 0L))).append(" skipped.").toString();
    }

    private static String padded(String text, int width) {
        String plain = VisibleText.of(text);
        return plain + " ".repeat(Math.max(0, width - plain.codePointCount(0, plain.length())));
    }
}
