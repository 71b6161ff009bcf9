package io.caravan.lives;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.cli.OperatorDesk.Said;
import io.caravan.lives.Person.Wish;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Somebody who reads what the program says, looks at what is true, and does what is proposed if that is right. */
final class Operator {

    private static final int DONE = 0;
    private static final int LEFT_BEHIND = 4;
    private static final Pattern LET_THROUGH = Pattern.compile("caravan sync (\\S+) (--let-vanish|--let-shrink) (\\S+)");

    private static final Pattern LEFT_IN_DOUBT = Pattern.compile("Left behind in (\\S+): \\d+ \\((?:create-in-doubt|conflict)\\)");
    private static final Pattern PERSON = Pattern.compile("(\\S+): (whether the account was created is not known|HTTP 409 ).*");

    private final Scene scene;
    private final Company company;
    private final Consumer<String> notes;

    /** @param notes gets what she is told */
    Operator(Scene scene, Company company, Consumer<String> notes) {
        this.scene = scene;
        this.company = company;
        this.notes = notes;
    }

    /** A reading that is held, or refused because many are gone, is let through if its source is as it should be. */
    void readsHeld(Said said, boolean fileIsRight, boolean tableIsRight) {
        LET_THROUGH.matcher(said.text()).results().forEach(proposed -> {
            boolean right = proposed.group(1).equals("hr") ? fileIsRight : tableIsRight;
            if (right) {
                notes.accept(scene.type("sync", proposed.group(1), proposed.group(2), proposed.group(3)).toString());
            }
        });
    }

    /** Those of the changes that are held are approved that the truth explains. */
    void changesHeld() {
        Path file = scene.folder().resolve("held.plan");
        Said planned = scene.type("plan", "--out", file.toString());
        notes.accept(planned.toString());
        if (planned.exitCode() != DONE && planned.exitCode() != LEFT_BEHIND) {
            return;
        }
        List<String> unexplained = new ArrayList<>();
        List<String> explained = new ArrayList<>();
        explain(file, explained, unexplained);
        List<String> words = new ArrayList<>(List.of("apply", file.toString(), "--approve"));
        if (!unexplained.isEmpty()) {
            notes.accept("the operator does not approve: " + unexplained);
            words.add("--only");
            words.addAll(explained);
        }
        if (!explained.isEmpty()) {
            notes.accept(scene.type(words.toArray(String[]::new)).toString());
        }
    }

    /** Of whom it is not known whether she has an account, she looks into the application and says it. */
    void settles(Said said) {
        String job = "";
        for (String line : said.text().lines().toList()) {
            var head = LEFT_IN_DOUBT.matcher(line.strip());
            var person = PERSON.matcher(line.strip());
            if (head.matches()) {
                job = head.group(1);
            } else if (!job.isEmpty() && person.matches()) {
                settle(person.group(1), job, person.group(2).startsWith("whether"));
            } else {
                job = "";
            }
        }
    }

    /** @param doubtful whether nobody knows if there is an account; else the name is somebody's, and it is said whose when it is hers */
    private void settle(String who, String job, boolean doubtful) {
        String worker = scene.worker(who).orElse("");
        Application application = scene.applications().stream().filter(one -> one.job().equals(job)).findFirst().orElseThrow();
        List<String> hers = application.accounts().stream().filter(account -> account.worker().equals(worker)).map(Account::id).toList();
        if (hers.isEmpty() && !doubtful) {
            return;
        }
        notes.accept((hers.isEmpty() ? scene.type("settle", who, job, "--no-account") : scene.type("settle", who, job, "--account", hers.get(0))).toString());
    }

    /** What was given up is tried again: its cause is gone. */
    void retries() {
        notes.accept(scene.type("dead-letters", "retry", "--all").toString());
    }

    /** Whose changes the truth explains, and whose it does not, by the names that the plan gives them. */
    private void explain(Path file, List<String> explained, List<String> unexplained) {
        try {
            for (JsonNode job : new ObjectMapper().readTree(Files.readString(file)).path("jobs")) {
                Application application = scene.applications().stream().filter(one -> one.job().equals(job.path("job").asText())).findFirst().orElseThrow();
                for (JsonNode change : job.path("changes")) {
                    String who = change.path("identity").asText();
                    String worker = scene.worker(who).orElse("");
                    boolean isSo = company.knows(worker) && isTrue(change.path("kind").asText(), company.person(worker).wish(company.now(), application.closesOnLeave()));
                    (isSo ? explained : unexplained).add(who);
                }
            }
            explained.removeAll(unexplained);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean isTrue(String kind, Wish wish) {
        return switch (kind) {
            case "create" -> wish == Wish.OPEN || wish == Wish.READY;
            case "enable" -> wish == Wish.OPEN;
            case "disable" -> wish != Wish.OPEN;
            case "delete", "release" -> false;
            default -> true;
        };
    }
}
