package io.caravan.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.caravan.diagnostic.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an editor says with the JSON Schema, and what {@code caravan check} says, is the same, as far as a schema can know. */
class SchemaParityTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String EVERY_INBOUND_KEY = """
            job: hr
            description: People
            from: {system: hr, object: person, attributes: [workerId, name, country]}
            to: hub
            schedule: {cron: "0 0 * * * ?", full: "0 0 3 * * ?", zone: Europe/Berlin}
            authority: 10
            creates: false
            completeness: {minRecords: 10, maxShrink: 5%, allowEmpty: true, maxAge: 2d}
            scope: {include: "${body[workerId]} != null"}
            match:
              - {hub: workerId, value: "${body[workerId]}"}
            define: {trimmed: "${trim(${body[name]})}"}
            tables: {countries: countries.csv}
            attributes:
              workerId: "${body[workerId]}"
              familyName: {value: "${trimmed}", authority: 20, default: Unknown, apply: if-empty, note: Names change.}
              country: {value: "${lookup('countries', ${body[country]})}", default: [DE, AT]}
              remote: {test: "${body[country]} != 'DE'"}
              company: {constant: 7}
            examples:
              - {name: one, given: {workerId: 7, name: null}, expect: {company: 7}, now: "2026-01-01T00:00:00Z"}
            """;

    private static final String OTHER_OUTBOUND_KEYS = ProjectReaderTest.MAPPING
            .replace("schedule: {every: 5m", "onMatch: report\nonMissing: report\ncreates: true\nschedule: {every: PT1H30M, zone: UTC")
            .replace("guard: {maxDisable: 5%, maxDelete: 0}",
                    "guard: {maxCreate: 10, maxEnable: 5 or 2%, maxDisable: 500 or 10%, maxDelete: \"0\", maxRename: 1.5%, maxBlank: 3, maxChurn: 20 %, hold: all}");

    private static final String ASSIGNMENTS = """
            job: orders
            from: {system: hr, object: person}
            to: {hub: assignment}
            completeness: {maxVanish: 5%}
            attributes:
              application: {constant: crm}
              role: {value: "${body[role]}", default: Seller}
              member: {reference: {by: workerId, kind: [person, group], value: "${body[person]}"}}
              from: "${body[since]}"
              until: {value: "${body[until]}", type: moment}
            """;

    /** With every key that it may have, though never include and group at once. */
    private static final String AN_ASSIGNMENT = """
            application: crm
            role: Sales / EMEA
            description: Whoever sells.
            note: decided in May
            include: "${body[department]} == 'Sales'"
            group: sales
            who: with-prehires
            guard: {maxJoin: 500 or 10%, maxLeave: 5%}
            examples:
              - {name: a seller, given: {department: Sales}, expect: in, now: "2026-02-01"}
            """;

    @TempDir
    Path folder;

    static Stream<Arguments> goodFiles() {
        return Stream.of(
                Arguments.of("the mapping of the formats page", SchemaFile.MAPPING, ProjectReaderTest.MAPPING),
                Arguments.of("an outbound mapping with the other keys", SchemaFile.MAPPING, OTHER_OUTBOUND_KEYS),
                Arguments.of("an inbound mapping with every key", SchemaFile.MAPPING, EVERY_INBOUND_KEY),
                Arguments.of("the rule of one group", SchemaFile.GROUP, GroupRulesTest.ONE),
                Arguments.of("the rule of many groups", SchemaFile.GROUP, GroupRulesTest.EACH),
                Arguments.of("the rule of a group for each of a kind", SchemaFile.GROUP, GroupRulesTest.OF_KIND),
                Arguments.of("a table of assignments", SchemaFile.MAPPING, ASSIGNMENTS),
                Arguments.of("an assignment by rule", SchemaFile.ASSIGNMENT, AN_ASSIGNMENT),
                Arguments.of("a source connector", SchemaFile.CONNECTOR, TestProject.SOURCE),
                Arguments.of("a target connector", SchemaFile.CONNECTOR, TestProject.TARGET));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goodFiles")
    void acceptsWhatIsRight(String name, SchemaFile schema, String file) {
        Object content = plain(file);

        assertThat(refusedBySchema(schema, content)).isEmpty();
        assertThat(refusedByShape(schema, content)).isEmpty();
    }

    /** Editors must not complain about what comes with the program. */
    @ParameterizedTest
    @MethodSource("shippedFiles")
    void acceptsWhatComesWithTheProgram(Path file) throws IOException {
        SchemaFile schema = file.toString().endsWith(ConnectorsReader.ENDING) ? SchemaFile.CONNECTOR : SchemaFile.MAPPING;

        assertThat(refusedBySchema(schema, plain(Files.readString(file)))).isEmpty();
    }

    static Stream<Path> shippedFiles() throws IOException {
        try (Stream<Path> connectors = Files.walk(Path.of("connectors"), 1); Stream<Path> examples = Files.walk(Path.of("examples"))) {
            return Stream.concat(connectors.filter(path -> path.toString().endsWith(ConnectorsReader.ENDING)),
                    examples.filter(path -> path.toString().endsWith(".yaml") && path.getParent().endsWith("mappings"))).toList().stream();
        }
    }

    @Test
    void theReaderAcceptsEveryKeyThereIs() {
        TestProject project = new TestProject(folder).write("mappings/countries.csv", "DE,Germany\nAT,Austria\n")
                .write("connectors/people-file.kamelet.yaml", TestProject.SOURCE.replace("[test, list]", "[test, list, age]"));

        assertThat(project.write("mappings/hr.yaml", EVERY_INBOUND_KEY).problems()).isEmpty();
        assertThat(new TestProject(folder).write("mappings/corp-ldap.yaml", OTHER_OUTBOUND_KEYS).problems()).isEmpty();
    }

    /** Every place of every good file, replaced by something else, removed, or with a stranger beside it. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("goodFiles")
    void agreesOnEverySingleMistake(String name, SchemaFile schema, String file) {
        List<Object> mutants = mutants(plain(file));

        List<String> disagreements = new ArrayList<>();
        for (Object mutant : mutants) {
            List<String> bySchema = refusedBySchema(schema, mutant);
            List<String> byShape = refusedByShape(schema, mutant);
            if (bySchema.isEmpty() != byShape.isEmpty()) {
                disagreements.add("schema: " + bySchema + " reader: " + byShape + " for " + mutant);
            }
        }

        assertThat(mutants).hasSizeGreaterThan(100);
        assertThat(disagreements).isEmpty();
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(true, "job: corp-ldap", "job: Corp LDAP"),
                Arguments.of(true, "job: corp-ldap", "jop: corp-ldap"),
                Arguments.of(true, "from: hub", "from: hup"),
                Arguments.of(true, "from: hub", "from: {system: hr, object: person}"),
                Arguments.of(true, "every: 5m", "every: 5 min"),
                Arguments.of(true, "onExit: disable", "onExit: delte"),
                Arguments.of(true, "prehire: P14D", "prehire: soon"),
                Arguments.of(true, "target: mail,", "hub: mail,"),
                Arguments.of(true, "maxDisable: 5%", "maxDisable: many"),
                Arguments.of(true, "apply: on-create", "apply: on-creation"),
                Arguments.of(true, "clear: when-absent", "clear: always"),
                Arguments.of(true, "reference: ", "ref: "),
                Arguments.of(true, "default: Unassigned", "constant: Unassigned"),
                Arguments.of(true, "expect: out-of-scope", "expect: out of scope"),
                Arguments.of(true, "guard: {", "authority: 7\nguard: {"),
                // What a schema cannot know: other files, the expression language, the calendar, and what a thing is called.
                Arguments.of(false, "job: corp-ldap", "job: other-name"),
                Arguments.of(false, "system: corp-ldap", "system: corp-lap"),
                Arguments.of(false, "object: user", "object: usr"),
                Arguments.of(false, "0 0 3 * * ?", "0 0 25 * * ?"),
                Arguments.of(false, "target: mail,", "target: mial,"),
                Arguments.of(false, "${trim(${body[givenName]})} ${body[familyName]}", "${trim(${body[givenName]}"),
                Arguments.of(false, "cn:  ", "cnn:  "),
                Arguments.of(false, "name: an intern is out of scope", "name: \"spaces are trimmed, accents folded\""),
                Arguments.of(false, "given:  {workerId: E8", "given:  {workerid: E8"),
                Arguments.of(false, "  login: \"", "  login: \"${login}"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("mistakes")
    void theReaderRefusesWhatTheSchemaRefusesAndMore(boolean schemaKnows, String right, String wrong) {
        assertThat(ProjectReaderTest.MAPPING).contains(right);
        String mapping = ProjectReaderTest.MAPPING.replaceFirst(java.util.regex.Pattern.quote(right), java.util.regex.Matcher.quoteReplacement(wrong));
        ProjectReading reading = new TestProject(folder).write("mappings/corp-ldap.yaml", mapping).read();

        assertThat(reading.project()).isEmpty();
        assertThat(refusedBySchema(SchemaFile.MAPPING, plain(mapping)).isEmpty()).isEqualTo(!schemaKnows);
    }

    private static Object plain(String file) {
        Problems problems = new Problems();
        Object plain = YamlText.parse(new FileText("f", file), problems).orElseThrow().plain();
        assertThat(problems.inOrder()).isEmpty();
        return plain;
    }

    private static List<String> refusedBySchema(SchemaFile schema, Object content) {
        JsonSchema validator = VALIDATORS.computeIfAbsent(schema, file -> JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(file.root()));
        return validator.validate(JSON.valueToTree(content)).stream().map(Object::toString).toList();
    }

    private static final Map<SchemaFile, JsonSchema> VALIDATORS = new LinkedHashMap<>();

    private static List<String> refusedByShape(SchemaFile schema, Object content) {
        Problems problems = new Problems();
        try {
            Yaml yaml = YamlText.parse(new FileText("f", JSON.writeValueAsString(content)), problems).orElseThrow();
            Shape.check(yaml, schema, problems);
            return problems.inOrder().stream().map(problem -> problem.position() + " " + problem.message()).toList();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** All trees that differ from this one in one place. */
    private static List<Object> mutants(Object tree) {
        List<Object> mutants = new ArrayList<>();
        mutate(tree, mutants::add);
        return mutants;
    }

    private static void mutate(Object node, Consumer<Object> sink) {
        Stream.of(42L, -1L, "", "x y", "hub", true, List.of(), List.of("a"), List.of(1L), Map.of(), Map.of("a", 1L), Map.of("value", "x"))
                .filter(other -> !other.equals(node)).forEach(sink);
        sink.accept(null);
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                Map<Object, Object> without = new LinkedHashMap<>(map);
                without.remove(key);
                sink.accept(without);
                mutate(value, changed -> {
                    Map<Object, Object> copy = new LinkedHashMap<>(map);
                    copy.put(key, changed);
                    sink.accept(copy);
                });
            });
            for (String stranger : List.of("stranger", "value", "hub", "authority", "attributes", "404")) {
                Map<Object, Object> more = new LinkedHashMap<>(map);
                more.putIfAbsent(stranger, "x");
                sink.accept(more);
            }
        } else if (node instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                int at = i;
                mutate(list.get(i), changed -> {
                    List<Object> copy = new ArrayList<>(list);
                    copy.set(at, changed);
                    sink.accept(copy);
                });
            }
        }
    }
}
