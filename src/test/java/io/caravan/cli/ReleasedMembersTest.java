package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An account is kept, and not managed any more. What its owner had by a group ends all the same when nobody says any more that she is in it. */
class ReleasedMembersTest {

    @TempDir
    private Path folder;
    private AfflictedCompany company;

    @BeforeEach
    void threeInAGroup() throws Exception {
        company = new AfflictedCompany(folder);
        company.withApplication("").withGroups("app").hr("E1,Ada,D1,,,,", "E2,Grace,D1,,,,", "E3,Joan,D1,,,,")
                .write("groups/d1.yaml", "group: d1\ninclude: \"${body[dept]} == 'D1'\"\nattributes: {name: d1}\n");
        company.write("mappings/app.yaml", Files.readString(folder.resolve("mappings/app.yaml")) + """
                scope:
                  include: "${body[dept]} != 'D3'"
                  onExit: keep
                lifecycle: {onLeaver: keep}
                """);
        sync(0);
        assertThat(company.membersInApplication("d1")).hasSize(3);
    }

    @AfterEach
    void close() {
        company.close();
    }

    private void sync(int exitCode, String... more) {
        String[] words = new String[more.length + 1];
        words[0] = "sync";
        System.arraycopy(more, 0, words, 1, more.length);
        assertThat(company.run(words)).as(company.said()).isEqualTo(exitCode);
    }

    private String id(String worker) {
        return company.user(worker).path("id").asText();
    }

    @Test
    void whoeverLeftOrMovedIsInItNoLonger() {
        company.hr("E1,Ada,D1,,,,", "E2,Grace,D1,,,2026-11-01,", "E3,Joan,D3,,,,");
        sync(0);
        assertThat(company.user("E2").path("active").asBoolean()).as("kept").isTrue();
        assertThat(company.membersInApplication("d1")).containsExactly(id("E1"));
        sync(0, "--full");
        assertThat(company.membersInApplication("d1")).containsExactly(id("E1"));
    }

    @Test
    void nobodyIsPutIntoAnythingWhoseAccountIsNotManaged() {
        company.write("groups/d3.yaml", "group: d3\ninclude: \"${body[dept]} == 'D3'\"\nattributes: {name: d3}\nwhenEmpty: keep\n")
                .hr("E1,Ada,D1,,,,", "E2,Grace,D1,,,,", "E3,Joan,D3,,,,");
        sync(0);
        sync(0, "--full");
        assertThat(company.membersInApplication("d3")).isEmpty();
        assertThat(company.membersInApplication("d1")).containsExactlyInAnyOrder(id("E1"), id("E2"));
    }
}
