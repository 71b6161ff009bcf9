package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.camel.scim.ScimProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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

    /** A group that lists her has her, whether or not her account is found. */
    @Test
    void whoeverLeftAndWhoseAccountIsNotFoundIsInItNoLongerOnceTheGroupWasSeen() {
        company.write("mappings/app.yaml", AfflictedCompany.text(folder, "mappings/app.yaml").replace("lifecycle: {onLeaver: keep}", ""));
        String hidden = id("E2");
        company.application().instead = asked -> asked.path().startsWith("/Users/" + hidden) ? Optional.of(ScimProxy.Answer.error(403, "")) : Optional.empty();
        company.application().afterwards = (asked, answer) -> asked.path().startsWith("/Users") ? new ScimProxy.Answer(answer.status(), without(hidden, answer.body())) : answer;
        sync(ExitCode.SOME_FAILED.number(), "--full");
        assertThat(company.said()).contains("Left behind in app: 1 (account-missing)");
        company.hr("E1,Ada,D1,,,,", "E2,Grace,D1,,,2026-11-01,", "E3,Joan,D1,,,,");
        sync(ExitCode.SOME_FAILED.number());
        assertThat(company.membersInApplication("d1")).as("nobody has looked at the group").hasSize(3);
        sync(ExitCode.SOME_FAILED.number(), "--full");
        assertThat(company.membersInApplication("d1")).containsExactlyInAnyOrder(id("E1"), id("E3"));
        company.application().instead = asked -> Optional.empty();
        company.application().afterwards = (asked, answer) -> answer;
        sync(0, "--full");
        assertThat(company.user("E2").path("active").asBoolean()).isFalse();
        assertThat(company.membersInApplication("d1")).containsExactlyInAnyOrder(id("E1"), id("E3"));
    }

    /** The list of users without this one, and a search for her that finds nobody. */
    private static String without(String id, String body) {
        try {
            ObjectMapper json = new ObjectMapper();
            JsonNode list = json.readTree(body);
            if (!list.has("Resources")) {
                return body;
            }
            ArrayNode others = json.createArrayNode();
            list.get("Resources").forEach(user -> {
                if (!user.path("id").asText().equals(id)) {
                    others.add(user);
                }
            });
            int gone = list.get("Resources").size() - others.size();
            return ((ObjectNode) list).put("totalResults", list.path("totalResults").asInt() - gone).put("itemsPerPage", others.size()).<JsonNode>set("Resources", others).toString();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
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
