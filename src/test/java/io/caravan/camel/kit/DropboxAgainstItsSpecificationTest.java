package io.caravan.camel.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of a person at Dropbox, each request and each answer held against the document that Dropbox publishes for machines. */
class DropboxAgainstItsSpecificationTest {

    private OpenApiDocument document;
    private SampleDropbox service;
    private VendorUnderTest vendor;
    private SampleVendor.Said instead;
    private SampleVendor.Said launched;
    private boolean removed;
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        document = new OpenApiDocument(Path.of("src/test/resources/vendors/dropbox/openapi.json"));
        service = new SampleDropbox() {
            @Override
            Said answer(Asked request) {
                String path = String.join("/", request.path());
                asked.add(path + " " + request.text());
                Said said = instead != null && path.startsWith("team/members/add") ? instead : launched != null && path.equals("team/members/add_v2") ? launched : super.answer(request);
                if (removed && path.equals("team/members/get_info_v2")) {
                    said.body().findValues("status").forEach(status -> ((ObjectNode) status).put(".tag", "removed").put("is_recoverable", true).put("is_disconnected", false));
                }
                document.check(request, said);
                return said;
            }
        };
        vendor = new VendorUnderTest("dropbox", Map.of("url", service.url(), "auth", "bearer", "token", SampleDropbox.TOKEN));
    }

    @AfterEach
    void stop() {
        vendor.close();
        service.close();
    }

    private String ada() {
        return vendor.made("user", Map.of("email", "ada@example.com", "external_id", "E1", "given_name", "Ada", "surname", "L"));
    }

    @Test
    void whoIsNoMemberOfTheTeamAnyMoreIsFoundByNobody() {
        String ada = ada();
        removed = true;
        assertThat(vendor.port().find("user", "external_id", "E1")).isEmpty();
        assertThat(vendor.port().find("user", "email", "ada@example.com")).isEmpty();
        assertThat(vendor.port().get("user", ada).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
    }

    @Test
    void aWholeLifeSendsNothingThatTheDocumentForbids() {
        assertThat(vendor.port().test().isOk()).isTrue();
        String ada = ada();
        assertThat(vendor.shown("user", ada)).as("invited, and no less enabled").containsEntry("active", true).containsEntry("given_name", "Ada");
        assertThat(vendor.port().find("user", "external_id", "E1")).hasSize(1);
        assertThat(vendor.port().find("user", "email", "ADA@example.com")).hasSize(1);
        assertThat(vendor.port().find("user", "email", "nobody@example.com")).isEmpty();
        Outcome twice = vendor.create("user", Map.of("email", "ada@example.com"), true);
        assertThat(twice.kind()).as("a conflict inside 200").isEqualTo(OutcomeKind.CONFLICT);
        assertThat(twice.message()).isEqualTo("HTTP 200 with user_already_on_team");
        VendorUnderTest.isOk(vendor.change(Operation.UPDATE, "user", ada, Map.of("email", "countess@example.com", "surname", "Lovelace", "external_id", "E2")));
        assertThat(vendor.shown("user", ada)).containsEntry("email", "countess@example.com").containsEntry("surname", "Lovelace").containsEntry("external_id", "E2");
        VendorUnderTest.isOk(vendor.change(Operation.DISABLE, "user", ada, Map.of()));
        assertThat(vendor.shown("user", ada)).containsEntry("active", false);
        assertThat(vendor.change(Operation.DISABLE, "user", ada, Map.of()).message()).isEqualTo("HTTP 409 suspend_inactive_user/..");
        VendorUnderTest.isOk(vendor.change(Operation.ENABLE, "user", ada, Map.of()));
        VendorUnderTest.isOk(vendor.change(Operation.ENABLE, "user", ada, Map.of()));

        String poets = vendor.made("group", Map.of("group_name", "Poets", "group_external_id", "G1"));
        assertThat(vendor.create("group", Map.of("group_name", "Poets"), true).kind()).isEqualTo(OutcomeKind.CONFLICT);
        assertThat(vendor.port().find("group", "group_external_id", "G1")).hasSize(1);
        assertThat(vendor.port().find("group", "group_external_id", "G2")).isEmpty();
        VendorUnderTest.isOk(vendor.change(Operation.UPDATE, "group", poets, Map.of("group_name", "Analysts")));
        VendorUnderTest.isOk(vendor.members(Operation.ADD_MEMBERS, poets, ada));
        VendorUnderTest.isOk(vendor.members(Operation.ADD_MEMBERS, poets, ada));
        assertThat(vendor.shown("group", poets)).containsEntry("members", List.of(ada)).containsEntry("group_name", "Analysts");
        assertThat(vendor.all("group")).hasSize(1);
        VendorUnderTest.isOk(vendor.members(Operation.REMOVE_MEMBERS, poets, ada));
        VendorUnderTest.isOk(vendor.members(Operation.REMOVE_MEMBERS, poets, ada));
        VendorUnderTest.isOk(vendor.change(Operation.DELETE, "group", poets, Map.of()));
        assertThat(vendor.port().get("group", poets).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        VendorUnderTest.isOk(vendor.change(Operation.DELETE, "user", ada, Map.of()));
        assertThat(vendor.port().get("user", ada).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(vendor.change(Operation.UPDATE, "user", ada, Map.of("surname", "X")).kind()).as("gone").isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(document.violations()).isEmpty();
    }

    @Test
    void nothingIsWipedFromDevicesUnlessThatIsWanted() {
        String ada = ada();
        VendorUnderTest.isOk(vendor.change(Operation.DISABLE, "user", ada, Map.of()));
        VendorUnderTest.isOk(vendor.create("user", Map.of("email", "closed@example.com"), false));
        String bob = vendor.made("user", Map.of("email", "bob@example.com"));
        VendorUnderTest.isOk(vendor.change(Operation.DELETE, "user", bob, Map.of()));
        assertThat(service.wiped()).as("Dropbox does unless it is told not to").isEqualTo(Map.of("ada@example.com", false, "closed@example.com", false, "bob@example.com", false));
        assertThat(asked).filteredOn(one -> one.startsWith("team/members/suspend") || one.startsWith("team/members/remove ")).hasSize(3).allMatch(one -> one.contains("\"wipe_data\":false"));
    }

    @Test
    void aMemberWhoIsAddedByAJobIsThereWhenTheJobHasEnded() {
        service.takeTime();
        ada();
        assertThat(asked).filteredOn(one -> one.startsWith("team/members/add/job_status")).hasSizeGreaterThan(1);
        Outcome twice = vendor.create("user", Map.of("email", "ada@example.com"), true);
        assertThat(twice.kind()).as("the job has a result for each member").isEqualTo(OutcomeKind.CONFLICT);
        assertThat(document.violations()).isEmpty();
    }

    @Test
    void aJobThatIsForgottenLeavesOpenWhatHappened() {
        launched = SampleVendor.Said.ok(SampleVendor.NODES.objectNode().put(".tag", "async_job_id").put("async_job_id", "gone"));
        Outcome made = vendor.create("user", Map.of("email", "x@example.com"), true);
        assertThat(made.kind()).isEqualTo(OutcomeKind.IN_DOUBT);
        assertThat(made.message()).contains("job gone, and what became of that is not known", "invalid_async_job_id");
        assertThat(asked).filteredOn(one -> one.startsWith("team/members/add_v2")).as("sent once").hasSize(1);
    }

    @Test
    void anUnknownTagIsAnErrorThatCanBeRead() {
        instead = SampleVendor.Said.ok(SampleVendor.JSON.valueToTree(Map.of(".tag", "complete", "complete", List.of(Map.of(".tag", "user_is_asleep")))));
        assertThat(vendor.create("user", Map.of("email", "x@example.com"), true)).satisfies(refused -> assertThat(refused.kind()).isEqualTo(OutcomeKind.INVALID))
                .satisfies(refused -> assertThat(refused.message()).isEqualTo("HTTP 200 with user_is_asleep"));
        instead = null;
        assertThat(vendor.create("user", Map.of("email", "nolicense@example.com"), true).message()).isEqualTo("HTTP 200 with team_license_limit");
    }

    @Test
    void aListOfMoreThanTwoHundredAndFiftyIsWhole() {
        for (int i = 0; i < 253; i++) {
            vendor.made("user", Map.of("email", "u" + i + "@example.com"));
        }
        asked.clear();
        assertThat(vendor.all("user")).hasSize(253).extracting(user -> user.text("email").orElseThrow()).doesNotHaveDuplicates();
        assertThat(asked).hasSize(3).filteredOn(one -> one.startsWith("team/members/list/continue_v2 {\"cursor\":\"")).hasSize(2);
        assertThat(document.violations()).isEmpty();
    }

    @Test
    void whenDropboxAsksToWaitItIsWaitedAsLong() {
        instead = new SampleVendor.Said(429, SampleVendor.NODES.objectNode().put("error_summary", "too_many_write_operations/.."), Map.of("Retry-After", "15"));
        Outcome outcome = vendor.create("user", Map.of("email", "x@example.com"), true);
        assertThat(outcome.kind()).isEqualTo(OutcomeKind.THROTTLED);
        assertThat(outcome.retryAfter()).contains(Duration.ofSeconds(15));
    }
}
