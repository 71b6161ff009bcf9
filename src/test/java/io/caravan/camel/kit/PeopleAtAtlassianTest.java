package io.caravan.camel.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.runtime.SmallCompany;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole cycles against a service in which whoever is disabled cannot be seen any more: who leaves and comes back is one person with one account. */
class PeopleAtAtlassianTest {

    @TempDir
    private Path folder;
    private final List<String> writes = new ArrayList<>();

    private List<String> written() {
        List<String> since = List.copyOf(writes);
        writes.clear();
        return since;
    }

    @Test
    void whoeverIsDisabledIsNotMissedAndComesBackAsWhoSheWas() throws Exception {
        try (SampleScim atlassian = new SampleScim("atlassian") {
            @Override
            Said answer(Asked asked) {
                if (!asked.method().equals("GET")) {
                    writes.add(asked.method() + " /" + asked.path().get(asked.path().size() - 1));
                }
                return super.answer(asked);
            }
        }; SmallCompany company = new SmallCompany(folder)) {
            company.write("secret", SampleScim.TOKEN).write("application.properties", """
                    caravan.store.url = jdbc:sqlite:state/caravan.db
                    caravan.systems.hr.connector = csv-source
                    caravan.systems.hr.file = hr.csv
                    caravan.systems.hr.quietSeconds = 0
                    caravan.systems.hr.key = workerId
                    caravan.systems.app.connector = atlassian
                    caravan.systems.app.directory = d1
                    caravan.systems.app.url = %s/scim/directory/d1
                    caravan.systems.app.token = {{file:secret}}
                    """.formatted(atlassian.url())).write("mappings/app.yaml", """
                    job: app
                    from: hub
                    to: {system: app, object: user}
                    match: [{target: userName, value: "${lowercase(${body[name]})}@example.test"}]
                    attributes:
                      userName: "${lowercase(${body[name]})}@example.test"
                      emails.work: "${lowercase(${body[name]})}@example.test"
                      title: {value: "${body[dept]}", clear: when-absent}
                    """);
            company.hr("E1,Ada,Poets,,", "E2,Bob,,,").sync();
            assertThat(written()).containsExactly("POST /Users", "POST /Users");
            String bob = atlassian.everybody().stream().filter(id -> atlassian.user(id).path("userName").asText().startsWith("bob")).findFirst().orElseThrow();

            company.hr("E1,Ada,Poets,,", "E2,Bob,,,2026-11-19").sync();
            assertThat(written()).containsExactly("PATCH /" + bob);
            assertThat(atlassian.user(bob).path("active").asBoolean()).isFalse();
            company.sync("app", true);
            company.sync("app", true);
            assertThat(written()).as("he is in no list and answers 404, and nothing is done about it").isEmpty();

            company.hr("E1,Ada,Poets,,", "E2,Bob,Analysts,,").sync();
            company.sync("app", true);
            assertThat(atlassian.everybody()).as("nobody has two accounts").hasSize(2);
            assertThat(atlassian.user(bob).path("active").asBoolean()).as("%s", writes).isTrue();
            assertThat(atlassian.user(bob).path("title").asText()).isEqualTo("Analysts");
            writes.clear();
            company.sync("app", true);
            assertThat(written()).isEmpty();
        }
    }
}
