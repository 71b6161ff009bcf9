package io.caravan.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.mapping.GroupRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules of groups: what is wrong with them is told at its place, and their examples are run. */
class GroupRulesTest {

    /** One group, with every key that it may have. */
    static final String ONE = """
            group: engineers
            description: Everybody in development.
            owner: E10567
            include: "${body[department]} == 'Development' && ${body[employeeType]} != null"
            who: not-on-leave
            attributes: {displayName: Engineers}
            whenEmpty: delete
            members: {groups: [architects]}
            guard: {maxJoin: 500 or 10%, maxLeave: 5%}
            examples:
              - {name: an engineer, given: {department: Development, employeeType: employee}, expect: in}
              - {name: somebody in sales, given: {department: Sales, employeeType: employee}, expect: out}
              - {name: a leaver, given: {department: Development, employeeType: employee, endDate: "2026-01-31"}, expect: out, now: "2026-02-01"}
            """;
    /** Many groups. */
    static final String EACH = """
            group: "dept-${lowercase(${body[department]})}"
            each: "${body[department]}"
            include: "${body[employeeType]} == 'employee'"
            attributes:
              displayName: "Department ${each}, ${body[employeeType]}"
            examples:
              - name: by department
                given: {department: [Sales, " R&D ", ""], employeeType: employee}
                expect: ["dept-sales", "dept-r&d"]
            """;

    /** A group for each of a kind. */
    static final String OF_KIND = """
            group: "unit-${lowercase(${body[code]})}"
            each: {kind: unit, by: code, value: "${body[department]}"}
            include: "${body[employeeType]} == 'employee'"
            attributes: {displayName: "${body[title]}"}
            whenEmpty: delete
            examples:
              - name: in the one that is there
                given: {department: [d1, D7], employeeType: employee}
                each: [{code: D1, title: Sales}, {code: D2}]
                expect: [unit-d1]
              - {name: nothing of that name, given: {department: D7, employeeType: employee}, each: [{code: D1}], expect: out}
            """;

    @TempDir
    Path folder;

    private TestProject project;

    @BeforeEach
    void aProject() {
        project = new TestProject(folder);
    }

    @Test
    void aRuleMayHaveEveryKey() {
        project.write("groups/engineers.yaml", ONE).write("groups/departments.yaml", EACH);

        assertThat(project.problems()).isEmpty();
        assertThat(project.read().project().orElseThrow().groups()).extracting(GroupRule::name).containsExactly("departments", "engineers");
    }

    @Test
    void whatThePageShowsIsRight() throws IOException {
        project.write("mappings/hr.yaml", TestProject.INBOUND + "  location: \"${body[location]}\"\n  departmentCode: \"${body[code]}\"\n")
                .write("mappings/orga.yaml", "job: orga\nfrom: {system: hr, object: person}\nto: {hub: department}\nattributes: {code: \"${body[code]}\", title: \"${body[title]}\", above: \"${body[above]}\"}\n");
        Matcher shown = Pattern.compile("`(groups/[a-z-]+\\.yaml)`:\n\n```yaml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("docs/how-to/groups-by-rule.md")));
        int files = 0;
        while (shown.find()) {
            project.write(shown.group(1), shown.group(2));
            files++;
        }
        assertThat(files).isEqualTo(3);
        assertThat(project.problems()).doesNotContain(" error ");
    }

    @Test
    void examplesSayWhoIsInAndInWhichGroups() {
        assertThat(failed(ONE)).isEmpty();
        assertThat(failed(EACH)).isEmpty();
        assertThat(failed(ONE.replace("expect: out}", "expect: in}"))).containsExactly(
                "out, expected in: ${body[department]} == 'Development' is false: department is \"Sales\" (groups/rule.yaml:4:11)");
        assertThat(failed(ONE.replace(", expect: out, now", ", expect: in, now"))).containsExactly(
                "out, expected in: it is for who is not-on-leave, and this person is leaver: end date was 2026-01-31");
        assertThat(failed(EACH.replace("\"dept-sales\", ", ""))).containsExactly("groups should be dept-r&d but is dept-r&d, dept-sales");
    }

    @Test
    void aGroupForEachOfAKindIsTriedOutWithThoseThatThereAre() {
        project.write("mappings/units.yaml", "job: units\nfrom: {system: hr, object: person}\nto: {hub: unit}\nattributes: {code: \"${body[code]}\", title: \"${body[title]}\"}\n");
        assertThat(failed(OF_KIND)).isEmpty();
        assertThat(project.problems()).doesNotContain(" error ");
        assertThat(failed(OF_KIND.replace("{code: D2}", "{code: d1}"))).containsExactly("2 of kind unit have code \"d1\"; none of them is taken");
        assertThat(failed(OF_KIND.replace("each: [{code: D1}], expect: out", "each: [{code: D7}], expect: out"))).singleElement().asString().startsWith("in, expected out: ");
        assertThat(problems(OF_KIND.replace("each: [{code: D1}]", "each: [{cod: D1}]"))).contains("no mapping gives one of the kind an attribute \"cod\"", "write code");
    }

    private List<String> failed(String rule) {
        GroupRule read = project.write("groups/rule.yaml", rule).read().project().orElseThrow().groups().get(0);
        return GroupExamples.run(read, Instant.parse("2026-01-01T00:00:00Z")).stream().filter(result -> !result.passed())
                .map(result -> result.reason().orElseGet(() -> result.differences().get(0).attribute() + " should be " + result.differences().get(0).expected() + " but is "
                        + result.differences().get(0).actual())).toList();
    }

    @Test
    void anAttributeThatNobodyHasIsNamed() {
        assertThat(problems(ONE.replace("body[department]", "body[departmnt]"))).contains("groups/rule.yaml:4:18 error EXP003", "did you mean department?");
    }

    @Test
    void aConditionThatSaysTheSameOfEverybodyIsRefused() {
        assertThat(problems("group: g\ninclude: \"'a' == 'a'\"\n")).startsWith("groups/rule.yaml:2:11 error GRP007: the condition reads nothing of a person");
        assertThat(problems("group: \"${each}\"\neach: all\n")).contains("groups/rule.yaml:2:7 error GRP007: each reads nothing of a person");
    }

    @Test
    void aComputedKeyNeedsTheValuesItIsFor() {
        assertThat(problems(EACH.replace("each: \"${body[department]}\"\n", ""))).contains("groups/rule.yaml:1:8 error GRP006: the key is computed, and nothing says for which values");
    }

    @Test
    void aKeyIsOfTheValueAlone() {
        assertThat(problems(EACH.replace("${lowercase(${body[department]})}", "${body[employeeType]}"))).contains("error GRP006: the key reads employeeType, and not only");
        assertThat(problems(EACH.replace("${lowercase(${body[department]})}", "all"))).contains("error GRP006: the key is the same for each value");
    }

    @Test
    void oneGroupHasNothingOfOnePerson() {
        assertThat(problems(ONE.replace("displayName: Engineers", "displayName: \"${body[department]}\""))).contains("error GRP006: this is about the group, and ${body[…]} is one person of many");
    }

    @Test
    void somebodyHasToBeInIt() {
        assertThat(problems("group: g\n")).startsWith("groups/rule.yaml:1:1 error GRP006: the file does not say who is in the group");
    }

    @Test
    void aRuleDoesNotAskForTheMoment() {
        assertThat(problems(ONE.replace("!= null", "!= ${now()}"))).contains("groups/rule.yaml:4:11 error GRP009");
        assertThat(problems(EACH.replace("Department ${each}", "${guid()}"))).contains("error GRP009");
    }

    @Test
    void twoFilesDoNotGiveOneGroup() {
        project.write("groups/a.yaml", "group: Sales\ninclude: \"${body[department]} == 'Sales'\"\n");
        assertThat(problems("group: sales\ninclude: \"${body[department]} == 'Sales'\"\n")).startsWith("groups/rule.yaml:1:1 error GRP005: \"sales\" is the group of groups/a.yaml:1:1, too");
    }

    @Test
    void aCircleOfGroupsIsNamed() {
        project.write("groups/a.yaml", "group: a\nmembers: {groups: [b]}\n").write("groups/b.yaml", "group: b\nmembers: {groups: [elsewhere, c]}\n");
        assertThat(problems("group: c\nmembers: {groups: [a]}\n")).startsWith("groups/rule.yaml:2:20 error GRP008: the group \"a\" is a member of itself: a has b has c has a");
    }

    @Test
    void aFileThatWouldNotBeReadIsNotPassedOverInSilence() {
        project.write("groups/x.yml", ONE).write("groups/My Group.yaml", ONE);
        assertThat(project.problems()).contains("groups/x.yml error GRP004", "groups/My Group.yaml error GRP004", "rename the file, to my-group.yaml perhaps");
    }

    @Test
    void definesOfAllMappingsMayBeUsed() {
        project.write("mappings/common.yaml", "define: {code: \"${lowercase(${body[department]})}\"}\n");
        assertThat(problems("group: \"${each}\"\neach: \"${code}\"\n")).isEmpty();
        assertThat(problems("group: \"${each}\"\neach: \"${cod}\"\n")).contains("EXP004");
    }

    @Test
    void theFingerprintIsOfWhatTheRuleMeans() {
        String before = fingerprint(ONE);
        assertThat(fingerprint(ONE.replace("a leaver", "whoever left").replace("maxLeave: 5%", "maxLeave: 6%"))).isEqualTo(before);
        assertThat(fingerprint(ONE.replace("'Development' &&", "'Research' &&"))).isNotEqualTo(before);
        project.write("application.properties", TestProject.SETTINGS + "caravan.zone = Europe/Berlin\n");
        assertThat(fingerprint(ONE)).isNotEqualTo(before);
    }

    private String fingerprint(String rule) {
        return project.write("groups/rule.yaml", rule).read().project().orElseThrow().groups().get(0).written().fingerprint();
    }

    private String problems(String rule) {
        return project.write("groups/rule.yaml", rule).problems();
    }
}
