package io.caravan.mainjob;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.camel.scim.ScimProxy;
import io.caravan.camel.scim.ScimProxy.Answer;
import io.caravan.embedded.EmbeddedScim;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.LogEntry;
import io.caravan.runtime.CycleRun;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A SCIM provider whose answers are none, with a status of 200, for each operation: that is never taken for done, and ends in bounded time. */
class BadAnswersIT {

    private static final int MOST_CYCLES = 4;
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final String ERROR = "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:Error\"],\"status\":\"500\",\"detail\":\"database is read-only\"}";

    @TempDir
    private Path folder;
    private final List<String> broken = new ArrayList<>();
    private final Map<String, String> people = new TreeMap<>();

    private static Map<String, UnaryOperator<String>> answers() {
        Map<String, UnaryOperator<String>> answers = new LinkedHashMap<>();
        answers.put("cut off", body -> body.substring(0, body.length() / 2));
        answers.put("nothing", body -> "");
        answers.put("blanks", body -> "   ");
        answers.put("null", body -> "null");
        answers.put("a list", body -> "[]");
        answers.put("a text", body -> "\"ok\"");
        answers.put("an empty object", body -> "{}");
        answers.put("html", body -> "<html><body>Please sign in</body></html>");
        answers.put("an error inside", body -> ERROR);
        answers.put("two answers", body -> body + body);
        answers.put("gigantic", body -> body.replaceFirst("\\{", "{\"x\":\"" + "y".repeat(300_000) + "\","));
        answers.put("deep", body -> "[".repeat(5_000) + "]".repeat(5_000));
        answers.put("names without values", body -> body.replaceAll("\"(userName|externalId|displayName)\":\"[^\"]*\"", "\"$1\":{\"a\":[]}"));
        answers.put("ids that are lists", body -> body.replaceAll("\"id\":\"([^\"]*)\"", "\"id\":[\"$1\"]"));
        answers.put("ids that are null", body -> body.replaceAll("\"id\":\"[^\"]*\"", "\"id\":null"));
        answers.put("ids that are empty", body -> body.replaceAll("\"id\":\"[^\"]*\"", "\"id\":\"\""));
        answers.put("active is maybe", body -> body.replaceAll("\"active\":(true|false)", "\"active\":\"maybe\""));
        answers.put("a total of many", body -> body.replaceAll("\"totalResults\":\\d+", "\"totalResults\":\"many\""));
        answers.put("a total below nothing", body -> body.replaceAll("\"totalResults\":\\d+", "\"totalResults\":-1"));
        answers.put("resources that are a text", body -> body.replaceAll("\"Resources\":\\[.*\\]", "\"Resources\":\"none\""));
        answers.put("resources that are null", body -> body.replaceAll("\"Resources\":\\[.*\\]", "\"Resources\":null"));
        answers.put("resources that are numbers", body -> body.replaceAll("\"Resources\":\\[.*\\]", "\"Resources\":[1,2,3,4,5,6,7,8,9]"));
        answers.put("another character set", body -> body);
        return answers;
    }

    @Test
    void anAnswerThatIsNoneIsNeverTakenForDone() throws IOException {
        try (EmbeddedScim scim = EmbeddedScim.start(); ScimProxy proxy = new ScimProxy(scim.url(), scim.token());
                ProjectUnderTest project = new ProjectUnderTest(folder).fileIntoScim(proxy.url(), 1, "caravan.systems.app.maxAnswerSize = 100000")) {
            String routes = Files.readString(ProjectUnderTest.INSTALLATION.resolve("routes/dispatch.camel.yaml")).replaceAll("edeliveryDelay: \\d+", "edeliveryDelay: 1");
            project.write("routes/dispatch.camel.yaml", routes).write("mappings/app.yaml", Files.readString(folder.resolve("mappings/app.yaml")).replace("${body[name]}", "${body[workerId]}") + "  displayName: \"${body[name]}\"\n");
            for (String method : List.of("POST", "PATCH", "GET")) {
                answers().keySet().forEach(answer -> people.put(worker(method, answer), "Zoë"));
            }
            people.keySet().removeIf(worker -> worker.startsWith("POST"));
            file();
            project.syncAll();
            for (String method : List.of("POST", "PATCH", "GET")) {
                answers().forEach((name, spoilt) -> seen(project, scim, proxy, method, name, spoilt));
            }
            assertThat(project.caravan().store().log().verify().brokenAt()).isEmpty();
            Map<String, Integer> made = new TreeMap<>();
            project.log().stream().map(stored -> stored.entry()).filter(entry -> entry.job().equals("app") && entry.status() == LogEntry.Status.SUCCESS
                    && List.of("create", "link").contains(entry.action())).forEach(entry -> made.merge(entry.identityKey(), 1, Integer::sum));
            assertThat(made).containsOnlyKeys(people.keySet());
        }
        assertThat(broken).isEmpty();
    }

    private static String worker(String method, String answer) {
        return method + " " + answer;
    }

    private void file() throws IOException {
        StringBuilder rows = new StringBuilder("workerId,name\n");
        people.forEach((worker, name) -> rows.append(worker).append(',').append(name).append('\n'));
        Files.writeString(folder.resolve("hr.csv"), rows);
    }

    private void seen(ProjectUnderTest project, EmbeddedScim scim, ScimProxy proxy, String method, String name, UnaryOperator<String> spoilt) {
        String worker = worker(method, name);
        people.put(worker, method.equals("POST") ? "Zoë" : "Zoé");
        Charset charset = name.equals("another character set") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
        int[] struck = {0};
        proxy.afterwards = (asked, answer) -> {
            boolean hit = asked.method().equals(method) && asked.path().startsWith("/Users");
            struck[0] += hit || charset != StandardCharsets.UTF_8 ? 1 : 0;
            return hit ? new Answer(200, spoilt.apply(answer.body())) : answer;
        };
        proxy.charset = charset;
        try {
            file();
            for (int cycle = 1; cycle <= MOST_CYCLES; cycle++) {
                long began = System.nanoTime();
                project.sync("hr");
                CycleRun run = method.equals("GET") && cycle == 1 || cycle == MOST_CYCLES - 1 ? project.full("app") : project.sync("app");
                Duration took = Duration.ofNanos(System.nanoTime() - began);
                if (took.compareTo(BOUND) > 0) {
                    broken.add(worker + ": took " + took);
                }
                if (cycle == 1) {
                    if (struck[0] == 0) {
                        broken.add(worker + ": nobody was answered so");
                    }
                    proxy.afterwards = (asked, answer) -> answer;
                    proxy.charset = StandardCharsets.UTF_8;
                }
                if (isRight(scim, run, worker, cycle)) {
                    return;
                }
            }
            broken.add(worker + ": not right after " + MOST_CYCLES + " cycles");
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private boolean isRight(EmbeddedScim scim, CycleRun run, String worker, int cycle) {
        Map<String, String> now = new TreeMap<>();
        for (JsonNode user : new OutsideView.Scim(scim.url(), scim.token()).users().values()) {
            if (now.put(user.path("externalId").asText(), user.path("displayName").asText() + user.path("active").asBoolean(true)) != null) {
                broken.add(worker + ": two accounts of " + user.path("externalId"));
            }
        }
        Map<String, String> desired = new TreeMap<>();
        people.forEach((key, value) -> desired.put(key, value + true));
        CycleStatus status = run.getCycle().status();
        if (status == CycleStatus.DONE && !now.equals(desired)) {
            broken.add(worker + ": done in cycle " + cycle + ", and yet it is not so");
        }
        return status == CycleStatus.DONE && now.equals(desired);
    }
}
