package io.caravan.mainjob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The HR file says who works here; the telephone system, a database, knows numbers better and finds its people by e-mail. */
class SeveralSourcesIT {

    private static final int OTHERS = 20;

    @TempDir
    private Path folder;
    private ProjectUnderTest project;
    private String phones;
    private String target;

    @BeforeEach
    void start() {
        phones = "jdbc:sqlite:" + folder.resolve("phones.db");
        target = "jdbc:sqlite:" + folder.resolve("app.db");
        OutsideView.change(phones, "create table line (line_id integer primary key, mail text, number text, room text)");
        for (int i = 0; i < OTHERS; i++) {
            line(100 + i, "x" + i + "@example.com", "null", "null");
        }
        OutsideView.change(target, "create table users (worker text primary key, mail text, phone text, room text, active integer not null)");
        project = new ProjectUnderTest(folder).write("application.properties", """
                caravan.systems.hr.connector = csv-source
                caravan.systems.hr.file = hr.csv
                caravan.systems.hr.key = workerId
                caravan.systems.phones.connector = jdbc
                caravan.systems.phones.url = %s
                caravan.systems.phones.table = line
                caravan.systems.phones.key = line_id
                caravan.systems.app.connector = jdbc
                caravan.systems.app.url = %s
                caravan.systems.app.table = users
                caravan.systems.app.key = worker
                caravan.systems.app.enabledColumn = active
                caravan.systems.app.enabledValue = 1
                caravan.systems.app.disabledValue = 0
                """.formatted(phones, target)).write("mappings/hr.yaml", """
                job: hr
                from: {system: hr, object: record, attributes: [workerId, mail, phone]}
                to: hub
                authority: 10
                match: [{hub: workerId, value: "${body[workerId]}"}]
                attributes: {workerId: "${body[workerId]}", mail: "${body[mail]}", phone: "${body[phone]}"}
                """).write("mappings/phones.yaml", """
                job: phones
                from: {system: phones, object: record, attributes: [line_id, mail, number, room]}
                to: hub
                creates: false
                match: [{hub: mail, value: "${lowercase(${body[mail]})}"}]
                attributes:
                  mail:  "${lowercase(${body[mail]})}"
                  phone: {value: "${body[number]}", authority: 20}
                  room:  "${body[room]}"
                """).write("mappings/app.yaml", """
                job: app
                from: hub
                to: {system: app, object: record}
                match: [{target: worker, value: "${body[workerId]}"}]
                attributes:
                  worker: "${body[workerId]}"
                  mail:   "${body[mail]}"
                  phone:  {value: "${body[phone]}", clear: when-absent}
                  room:   {value: "${body[room]}", clear: when-absent}
                """);
    }

    @AfterEach
    void stop() {
        project.close();
    }

    @Test
    void eachAttributeComesFromTheSourceThatKnowsItBest() throws IOException {
        line(1, "ADA@example.com", "'+1'", "'R1'");
        line(2, "grace@example.com", "null", "'R2'");
        line(3, "nobody@example.com", "'+3'", "'R3'");
        hr("E1,ada@example.com,+99", "E2,grace@example.com,+98", "E3,linus@example.com,+97");
        project.syncAll();
        project.syncAll();
        assertThat(people()).containsExactly("E1|ada@example.com|+1|R1|1", "E2|grace@example.com|+98|R2|1", "E3|linus@example.com|+97|null|1");

        OutsideView.change(phones, "update line set number = '+2' where line_id = 2");
        OutsideView.change(phones, "delete from line where line_id = 1");
        project.syncAll();
        assertThat(people()).as("what the telephone system no longer says, HR says").containsExactly("E1|ada@example.com|+99|null|1",
                "E2|grace@example.com|+2|R2|1", "E3|linus@example.com|+97|null|1");
    }

    @Test
    void whoLeftIsALeaverThoughTheOtherSourceStillHasHim() throws IOException {
        line(1, "ada@example.com", "'+1'", "'R1'");
        line(2, "grace@example.com", "'+2'", "'R2'");
        hr("E1,ada@example.com,+99", "E2,grace@example.com,+98");
        project.syncAll();
        project.syncAll();
        hr("E2,grace@example.com,+98");
        project.syncAll();
        assertThat(people()).containsExactly("E1|ada@example.com|+1|R1|0", "E2|grace@example.com|+2|R2|1");

        OutsideView.change(phones, "update line set room = 'R9'");
        project.syncAll();
        assertThat(people()).as("what is said of somebody who left changes nothing").startsWith("E1|ada@example.com|+1|R1|0").endsWith("E2|grace@example.com|+2|R9|1");

        hr("E1,ada@example.com,+99", "E2,grace@example.com,+98");
        project.syncAll();
        assertThat(people()).as("back again").containsExactly("E1|ada@example.com|+1|R9|1", "E2|grace@example.com|+2|R9|1");
    }

    private void line(int id, String mail, String number, String room) {
        OutsideView.change(phones, "insert into line values (" + id + ", '" + mail + "', " + number + ", " + room + ")");
    }

    /** The HR file: these, and others whom nothing happens to. */
    private void hr(String... people) throws IOException {
        List<String> rows = new ArrayList<>(List.of("workerId,mail,phone"));
        rows.addAll(List.of(people));
        for (int i = 0; i < OTHERS; i++) {
            rows.add("X" + i + ",x" + i + "@example.com,+0");
        }
        Files.writeString(folder.resolve("hr.csv"), String.join("\n", rows) + "\n");
    }

    private List<String> people() {
        assertThat(OutsideView.rows(target, "select count(*) from users where worker like 'X%' and active = 1")).containsExactly("" + OTHERS);
        return OutsideView.rows(target, "select * from users where worker not like 'X%' order by worker");
    }
}
