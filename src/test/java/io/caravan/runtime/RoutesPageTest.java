package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** docs/reference/routes.md is made of the route files, the steps' own words, and the snippets that {@link CustomRoutesTest} runs. */
class RoutesPageTest {

    private static final String WRITE = "caravan.docs.write";
    private static final Path PAGE = SmallCompany.INSTALLATION.resolve("docs/reference/routes.md");
    private static final Path STEPS = SmallCompany.INSTALLATION.resolve("src/main/java/io/caravan/runtime/Step.java");
    private static final Pattern STEP = Pattern.compile("/\\*\\*\\s*((?:(?!\\*/).)*?)\\s*\\*/\\s+([A-Z_]+) \\{", Pattern.DOTALL);

    @Test
    void isUpToDate() throws IOException {
        String wanted = page();
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(PAGE, wanted);
        }
        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                .as(PAGE + " is stale; run ./mvnw test -Dtest=RoutesPageTest -D" + WRITE + "=true").isEqualTo(wanted);
    }

    @Test
    void everyStepSaysWhatItExpects() throws IOException {
        assertThat(steps().keySet()).containsExactlyElementsOf(Arrays.stream(Step.values()).map(Step::word).toList());
    }

    private static String page() throws IOException {
        return """
                <!-- Made from the program; do not edit. ./mvnw test -Dtest=RoutesPageTest -D%s=true writes it anew. -->

                # Routes

                Between reading a source and writing a target, a cycle is carried by Camel routes: YAML files in `routes/`. What Caravan does at each point
                is a step, `caravan:STEP`; in which order, with what around it, how often again and how fast is in these files, and yours to change.
                Nothing that must be right depends on them: what there is to do is in the store, and what is not recorded is looked at again in the next cycle.

                Files of the project's `routes/` folder are loaded too. One of the same name takes the place of the shipped one; its line `# Version` tells
                `caravan check` which version it was copied from. `check` reads your routes as Camel does, and says which step, component, route or expression
                is wrong, and on which line.

                ## Ways in

                | send | to | and |
                |---|---|---|
                | a job's name as the body | `direct:cycle` | the variable `full` (`true`) reads and lists everything. The variable `initiatedBy` is in the log. Variables tell how it ended, see below; when the job is running already, or the store cannot be used just now, `begun` is false, `busy` is true, and your route goes on all the same. |
                | anything | `seda:job-JOB` | `caravan run` only: asks for the job JOB, once more after the one under way. Header `full`. |

                ## The shipped files
                %s
                ## Steps

                | step | what it expects and leaves |
                |---|---|
                %s
                ## What goes through a route

                **Control data** is in exchange variables, each a text, a number or a truth value: `cycle` (its number), `job`, `system`, `inbound`, `full`, `probe`, `more`;
                after `caravan:end` also `status`, `reason`, `changed`, `goesOn` (it has just left quarantine, and there is more to send), and `counts`, a map.
                `atMost` is yours to set.

                **Records** that are new or have changed go through `direct:records-SYSTEM` before they are resolved, when a route of yours listens there: a page of up to
                1,000, a list of maps from attribute to value. What comes out is what is resolved. Repair it, enrich it from elsewhere. A record that is left out is not absent:
                what it said before stands, and it is left behind (a dead letter, exit code 4) until it comes through. A record keeps its key; one that was not given fails the
                read. The store keeps records as they were read; when the mapping or a file in the project's `routes/` changes all of them go through again. `plan` asks your route, too.
                A route does not make two records of one; [Make two of one record](../how-to/build-into-the-flow.md#make-two-of-one-record) says what does.

                **A batch** is the body on its way to a target: a list of changes. Each is a map of texts, numbers, truth values, lists and maps, as JSON has them:

                | key | |
                |---|---|
                | `id`, `cycle`, `job`, `system` | which change this is, and whose. Caravan finds it again by `id` and `cycle`, whatever way it took. |
                | `object`, `operation` | `user`; `create`, `update`, `enable`, `disable`, `delete`, `link`, `release` |
                | `key` | the person, by the hub's key |
                | `anchor` | the account; not for a create |
                | `enabled` | how the account shall stand afterwards, where the change says so |
                | `attributes` | by name: a map with `from`, `to`, and for several values `add` and `remove`. A secret is `(sensitive)`, and is sent as what it is. |
                | `account` | the account as it was last known, by attribute |
                | `urgent`, `attempt` | |
                | `outcome`, `message` | after `caravan:deliver`: `ok`, `not-found`, `conflict`, `invalid`, `unauthorized`, `misconfigured`, `forbidden`, `throttled`, `unavailable`, `in-doubt`, `unsupported`, `blocked`, and what the target said. `anchor` is the account that was made. |

                Read it, filter it, split it, aggregate it, send it through a queue or a topic as JSON. Put in, change or take out `attributes`: what arrives at
                `caravan:deliver` is what is sent, and what the log says was sent. An attribute that the mapping sets, too, is set right again as soon as the person is
                looked at next; what belongs to her for good belongs into the mapping. `id`, `cycle`, `key` and `operation` stay as they are.

                A route that delivers by itself puts an `outcome` (and for a create the `anchor`) into the change and goes on to `caravan:record`.

                A source or target that fails makes the cycle fail, not the route. An exception in a route makes the cycle fail, too, and its reason names the file, the line and the
                step: nothing more is sent, what was sent is recorded, and the job is free again, also when the route never comes to `caravan:end`. Behind `caravan:end` it
                makes a cycle fail that has done all of its work. What was tapped off may fail without consequences. A file whose route broke is asked for again after a minute.

                In a service each of these is one line of the service log, with that reason and what to do next; so is what throws in `routes/schedule.camel.yaml`, or above
                `caravan:begin`, before there is a cycle. What is left out there (a filter, a `stop`) throws nothing and begins nothing: the job is [overdue](../how-to/be-told.md) ten
                minutes later. Once the cause is gone the next cycle goes on; nothing has to be started anew.

                A cycle that never came to `caravan:read` and `caravan:resolve`, or into a target to `caravan:evaluate` and `caravan:guard`, because a route left that out, has done
                nothing and is not *done*: it fails, and says to which of them it never came. Without the guard nothing is sent.

                A change that comes neither to `caravan:deliver` nor to `caravan:record` by the end of its round is *held back by a route*: logged, counted
                (`held-back-by-route`), planned again in the next cycle, and the exit code is 4. So that a queue or a topic may stand between the steps, it is waited for
                as long as others come (`caravan.dispatch.wait`, 5 s, since the last one); what `caravan:hold` got is not waited for. One that was sent, and never came to
                `caravan:record`, is recorded all the same and counted as `lost-by-route`. What comes after its cycle has ended, a second time, or from another process or store that writes to the same topic, is not sent: an `id` is of one cycle alone.
                At most 10,000 changes lie in a queue at a time; those after them wait in the store, where leavers overtake them.

                ## Changes you may want

                Each is run by a test, exactly as it is here. Relative folders are below the one where `caravan` was started.

                ### Write down who gets what

                Copy `routes/dispatch.camel.yaml` into your project's `routes/` folder. In its templates `deliver` and `deliver-throttled`, put above `caravan:deliver`:

                ```yaml
                %s```

                and into a file of your own, such as `routes/sent.camel.yaml`:

                ```yaml
                %s```

                ### Hold a department back at night

                At the same place:

                ```yaml
                %s```

                ### Repair or enrich records

                In a file of your own, for a source called `hr` (here departments are written large; `enrich` and `toD` ask another system in the same place):

                ```yaml
                %s```

                ### Enrich a change

                At the same place, for a target that wants something that no source has (here each gets the time of day; `enrich`, `toD` and `bean` do the same from
                elsewhere):

                ```yaml
                %s```

                ### Let changes go through a queue

                In the template `dispatch`, in place of `- to: "direct:deliver-{{target}}"`:

                ```yaml
                %s```

                and in a file of your own, for a target called `app`:

                ```yaml
                %s```

                With `kafka:` it is the same; [Build into the flow](../how-to/build-into-the-flow.md#let-changes-go-through-kafka) shows it. With a queue of `jms:`, too,
                as long as one process listens to it: another one, be it a `caravan sync` beside the service, would take what it knows nothing of.

                ### Send dead letters somewhere

                A change that will not be tried again until something else changes, and a source record that was rejected, are dead letters. Each new one
                is stored, and then sent to `direct:dead-letter` as a map of texts and whole numbers: `job`, `system`, `cycle`, `identity`, `anchor`,
                `operation` (`read` for a source record), `outcome`, `cause` (the same for all that have it in common), `reason`, `where` (file and line), `attempts`, `at`. What is not known is left out. Attribute
                values and secrets are not in it. The shipped route logs one line (`caravan -v` shows it). In the project's `routes/dead-letters.camel.yaml`:

                ```yaml
                %s```

                Each is told once. An exception in this route is logged and has no consequences; a slow one slows the cycle, so put a `seda:` before mail or HTTP.
                A plan tells nothing.

                ### Act on what happens to people

                What happens to people, accounts and jobs goes to `direct:event` where a route listens there, at least once, each as a map with `id`, `event`, `at`, `before`, `after`,
                `person` and `manager`. [Act on events](../how-to/act-on-events.md) has all of them, and routes for them.

                ### Be told when something is wrong

                What an operator is to be told of goes to `direct:alert`, all that waits as one map with `at`, `subject`, `text` and `alerts`, until the route has come to its end.
                With `caravan.alerts.mail.*` the shipped route mails it; `direct:mail` sends mails of your routes, too. The digest of a day and the report of a month go to `direct:report`. [Be told](../how-to/be-told.md) has the rest.

                ### Hand first passwords over

                A secret that a change writes (an attribute that the connector declares as sensitive) is sent to `direct:secret` when a route of yours listens
                there, before the target gets it: a map with `id`, `job`, `system`, `cycle`, `object`, `operation`, `key`, `anchor`, `secrets` (attribute and value) and
                `account` (the other attributes, such as an address to write to). Put a vault, or a mail to whoever hands it over, behind it; here a file for each, in the
                project's `routes/secrets.camel.yaml`:

                ```yaml
                %s```

                When this route fails, nothing is sent to the target: whoever it was about is `blocked`, and tried again by each cycle. So there is no account whose
                password nobody was given; a password may be given for an account that the target then refuses, or for the second time, and the last one counts.
                The secret is in no log, plan or store of Caravan's. What your steps write of it is theirs: Camel logs the message of an exception.

                ### Change what a probe does

                When something is wrong with a system as a whole its job is in [quarantine](../explanation/quarantine.md), and does what `routes/quarantine.camel.yaml` says when it
                is probed. How many changes it then sends is the variable `atMost`; whoever is to lose access goes first, and what is not sent stays planned. In a copy in
                your project's `routes/` folder, in place of the ten of the shipped file, one:

                ```yaml
                %s```

                A `filter`, a `log` or a mail belongs there as well. Without `caravan:test` the first change is the question; without `atMost` a probe sends all.

                ### Replace a shipped file

                A change freeze: copy `routes/cycle.camel.yaml` into your project's `routes/` folder, let its route `dispatch` begin with

                ```yaml
                %s```

                and put a route of your own in its place, in a file such as `routes/freeze.camel.yaml`:

                ```yaml
                %s```

                With `freeze = true` in `application.properties`, sources are read and changes are planned, and nothing is written: each change is told as
                held back, the cycle ends as `partly`, and the next cycle without the freeze makes them.
                """.formatted(WRITE, files(), stepTable(), CustomRoutesTest.TAP, CustomRoutesTest.SENT, CustomRoutesTest.HOLD,
                CustomRoutesTest.RECORDS, CustomRoutesTest.ENRICH, CustomRoutesTest.TO_QUEUE, CustomRoutesTest.FROM_QUEUE, CustomRoutesTest.DEAD_LETTERS, PasswordOnCreateTest.SECRETS, CustomRoutesTest.ONE,
                CustomRoutesTest.UNFROZEN, CustomRoutesTest.FREEZE);
    }

    private static String stepTable() throws IOException {
        return steps().entrySet().stream().map(step -> "| `caravan:" + step.getKey() + "` | " + step.getValue() + " |\n").collect(Collectors.joining());
    }

    /** The words of each step, from where it is declared. */
    private static Map<String, String> steps() throws IOException {
        Map<String, String> steps = new LinkedHashMap<>();
        Matcher declared = STEP.matcher(Files.readString(STEPS));
        while (declared.find()) {
            Step step = Step.valueOf(declared.group(2));
            steps.put(step.word(), declared.group(1).replaceAll("\\s*\\n\\s*\\*\\s*", " ").replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`").replace("|", "\\|"));
        }
        return steps;
    }

    private static String files() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : CamelRuntime.routeFiles(List.of(SmallCompany.INSTALLATION.resolve("routes")))) {
            List<String> head = Files.readAllLines(file).stream().takeWhile(line -> line.startsWith("#")).filter(line -> !line.startsWith("# Version")).map(line -> line.substring(1).trim()).toList();
            text.append("\n### ").append(file.getFileName()).append("\n\n").append(String.join("\n", head)).append("\n\n")
                    .append("| route | from | what it does |\n|---|---|---|\n");
            for (Object entry : (List<?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file))) {
                ((Map<?, ?>) entry).forEach((kind, declared) -> text.append(row(kind.toString(), (Map<?, ?>) declared)));
            }
        }
        return text.toString();
    }

    private static String row(String kind, Map<?, ?> declared) {
        if (kind.equals("routeConfiguration")) {
            List<?> caughtThere = declared.get("onException") instanceof List<?> several ? several : List.of(); // one that only says who handles errors is no row
            return caughtThere.stream().map(each -> (Map<?, ?>) ((Map<?, ?>) each).get("onException"))
                    .map(caught -> "| " + code(declared.get("id")) + " | exception " + ((List<?>) caught.get("exception")).stream()
                            .map(name -> code(name.toString().replaceAll(".*\\.", ""))).collect(Collectors.joining(", "))
                            + " | " + said(caught.get("description")) + " |\n").collect(Collectors.joining());
        }
        Map<?, ?> route = declared.get("route") instanceof Map<?, ?> inner ? inner : declared;
        Object from = ((Map<?, ?>) route.get("from")).get("uri");
        String template = kind.equals("routeTemplate") ? " (template; " + ((List<?>) declared.get("parameters")).stream()
                .map(parameter -> code(((Map<?, ?>) parameter).get("name"))).collect(Collectors.joining(", ")) + ")" : "";
        return "| " + code(declared.get("id")) + template + " | " + code(from) + " | " + said(declared.get("description")) + " |\n";
    }

    private static String code(Object text) {
        return "`" + text + "`";
    }

    private static String said(Object description) {
        assertThat(description).as("every route says what it does").isNotNull();
        return description.toString().replace("|", "\\|");
    }
}
