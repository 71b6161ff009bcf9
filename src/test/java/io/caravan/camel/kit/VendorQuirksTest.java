package io.caravan.camel.kit;

import static io.caravan.camel.ConnectorUnderTest.create;
import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What vendors do otherwise, where a life does not show it: a few requests each, one test for each habit. */
class VendorQuirksTest {

    private static final List<String> PLAIN = List.of("X", "Y");

    /** At these, a PUT empties what it does not name, or loses what others wrote meanwhile. */
    @ParameterizedTest
    @ValueSource(strings = {"atlassian", "aws-identity-center", "sap-concur", "webex"})
    void anIncrementIsNeverAPutWhereThatEmptiesWhatItDoesNotName(String vendor) {
        try (VendorScim at = new VendorScim(vendor)) {
            String ada = at.made();
            Map<String, Object> changes = new HashMap<>(Map.of("name.familyName", "King"));
            changes.put("title", null);
            assertThat(at.changed(Operation.UPDATE, "user", ada, changes).isOk()).isTrue();
            assertThat(at.changed(Operation.DISABLE, "user", ada, Map.of()).isOk()).isTrue();
            assertThat(at.asked).noneMatch(one -> one.startsWith("PUT"));
            assertThat(at.service.user(ada).path("emails").isEmpty()).as("what was not spoken of is still there").isFalse();
        }
    }

    @Test
    void awsIsToldOneAddressThatIsThePrimaryOneAndNothingIsClearedByNull() {
        try (VendorScim aws = new VendorScim("aws-identity-center")) {
            String ada = aws.made();
            assertThat(aws.service.user(ada).path("emails")).hasSize(1).allSatisfy(one -> assertThat(one.path("primary").asBoolean()).isTrue());
            aws.asked.clear();
            Map<String, Object> nothing = new HashMap<>();
            nothing.put("title", null);
            assertThat(aws.changed(Operation.UPDATE, "user", ada, nothing).isOk()).isTrue();
            assertThat(aws.asked).anyMatch(one -> one.contains("\"op\":\"remove\"")).noneMatch(one -> one.contains("null"));
        }
    }

    @Test
    void whatAwsRefusesForACharacterIsARefusalOfThatPerson() {
        try (VendorScim aws = new VendorScim("aws-identity-center")) {
            aws.service.ways.refusedCharacters = "<>;:%";
            Map<String, Object> ada = aws.person();
            ada.put("displayName", "Ada <Lovelace>");
            Outcome refused = aws.port.execute(create("user", ada, true));
            assertThat(refused.kind()).isEqualTo(OutcomeKind.INVALID);
            assertThat(refused.message()).contains("displayName has a character that is not allowed");
            assertThat(aws.port.execute(create("user", aws.person(), true)).isOk()).as("and of nobody else").isTrue();
        }
    }

    @Test
    void aNameThatIsTooLongForSlackIsARefusalAndWhoIsClosedThereStaysInTheList() {
        try (VendorScim slack = new VendorScim("slack")) {
            Map<String, Object> ada = slack.person();
            String id = slack.made("user", ada);
            ada.put("userName", "x".repeat(22));
            Outcome refused = slack.port.execute(create("user", ada, true));
            assertThat(refused.kind()).isEqualTo(OutcomeKind.INVALID);
            assertThat(refused.message()).contains("username_too_long");
            assertThat(slack.changed(Operation.DISABLE, "user", id, Map.of()).isOk()).isTrue();
            assertThat(slack.asked).as("and not deleted").noneMatch(one -> one.startsWith("DELETE"));
            assertThat(slack.connector.all("user")).hasSize(1).allSatisfy(one -> assertThat(one.get("active")).isEqualTo(false));
        }
    }

    @Test
    void nobodyIsDeletedAtGitHubWhereThatWouldTakeAllTheyHaveForEver() {
        try (VendorScim github = new VendorScim("github-emu")) {
            String id = github.made();
            assertThat(github.changed(Operation.DELETE, "user", id, Map.of()).kind()).isEqualTo(OutcomeKind.UNSUPPORTED);
            assertThat(github.changed(Operation.DISABLE, "user", id, Map.of()).isOk()).isTrue();
            assertThat(github.changed(Operation.ENABLE, "user", id, Map.of()).isOk()).isTrue();
            assertThat(github.asked).noneMatch(one -> one.startsWith("DELETE"));
        }
    }

    @Test
    void aNewAddressThatAnotherAccountHasIsAConflictAtAtlassian() {
        try (VendorScim atlassian = new VendorScim("atlassian")) {
            Map<String, Object> ada = atlassian.person();
            atlassian.made("user", ada);
            String grace = atlassian.made();
            Outcome refused = atlassian.changed(Operation.UPDATE, "user", grace, Map.of("userName", ada.get("userName")));
            assertThat(refused.kind()).isEqualTo(OutcomeKind.CONFLICT);
        }
    }

    @Test
    void zscalersDepartmentIsReadWhereTheStandardHasItThoughItStandsAtTheTopToo() {
        try (VendorScim zscaler = new VendorScim("zscaler")) {
            String ada = zscaler.made();
            assertThat(zscaler.changed(Operation.UPDATE, "user", ada, Map.of("department", "Poets")).isOk()).isTrue();
            zscaler.service.user(ada).put("department", "Poets");
            assertThat(zscaler.port.get("user", ada).attributes().get("department")).isEqualTo("Poets");
        }
    }

    @Test
    void whoOwnsFilesAtBoxIsDeletedOnlyWhereTheSettingSaysSo() {
        List<String> asked = new ArrayList<>();
        try (SampleBox box = new SampleBox() {
            @Override
            Said answer(Asked request) {
                boolean deletes = request.is("DELETE", "users", "*");
                if (deletes) {
                    asked.add(request.query().get("force"));
                }
                return deletes && !"true".equals(request.query().get("force")) ? error(400, "user_owns_files", "The user owns files") : super.answer(request);
            }
        }) {
            for (boolean deletes : List.of(false, true)) {
                try (VendorUnderTest vendor = new VendorUnderTest("box", Map.of("url", box.url(), "tokenUrl", box.url() + "/oauth2/token", "clientId", "c", "clientSecret", SampleBox.SECRET, "enterpriseId", "1",
                        "deleteOwners", String.valueOf(deletes)))) {
                    String ada = vendor.made("user", Map.of("login", "ada" + deletes + "@example.com", "name", "Ada"));
                    Outcome outcome = vendor.change(Operation.DELETE, "user", ada, Map.of());
                    assertThat(outcome.kind()).isEqualTo(deletes ? OutcomeKind.OK : OutcomeKind.INVALID);
                    assertThat(vendor.port().get("user", ada).isOk()).isNotEqualTo(deletes);
                }
            }
        }
        assertThat(asked).as("it is always said").containsExactly("false", "true");
    }

    @Test
    void whoIsDeletedAtZoomKeepsAnAccountOfTheirOwnUnlessTheSettingSaysOtherwise() {
        List<Map<String, String>> asked = new ArrayList<>();
        try (SampleZoom zoom = new SampleZoom() {
            @Override
            Said answer(Asked request) {
                if (request.method().equals("DELETE")) {
                    asked.add(request.query());
                }
                return super.answer(request);
            }
        }) {
            Map<String, String> settings = new HashMap<>(Map.of("url", zoom.url(), "tokenUrl", zoom.url() + "/oauth/token", "accountId", "kit", "clientId", "kit", "clientSecret", SampleZoom.SECRET));
            for (String email : PLAIN) {
                try (VendorUnderTest vendor = new VendorUnderTest("zoom", settings)) {
                    String id = vendor.made("user", Map.of("email", email + "@example.com", "type", 1L));
                    VendorUnderTest.isOk(vendor.change(Operation.DELETE, "user", id, Map.of()));
                }
                settings.putAll(Map.of("deleteAction", "delete", "transferEmail", "heir@example.com", "transferMeeting", "true"));
            }
        }
        assertThat(asked).containsExactly(Map.of("action", "disassociate"), Map.of("action", "delete", "transfer_email", "heir@example.com", "transfer_meeting", "true"));
    }

    @Test
    void twoUsersOfServiceNowMayHaveOneAddressAndThenNeitherIsMeant() {
        try (SampleServiceNow service = new SampleServiceNow();
                VendorUnderTest vendor = new VendorUnderTest("servicenow", Map.of("instance", "x", "url", service.url(), "username", SampleServiceNow.USER, "password", SampleServiceNow.PASSWORD))) {
            for (String name : PLAIN) {
                vendor.made("user", Map.of("user_name", name, "email", "both@example.com"));
            }
            assertThat(vendor.port().find("user", "email", "both@example.com")).hasSize(2);
        }
    }

    @Test
    void whoeverIsTakenOutOfAGroupOfAdobesTwiceIsOutOfItAndNobodyIsDisabledThere() {
        try (SampleAdobe service = new SampleAdobe();
                VendorUnderTest vendor = new VendorUnderTest("adobe", Map.of("organization", "kit@AdobeOrg", "url", service.url(), "tokenUrl", service.url() + "/ims/token/v2", "clientId", "kit", "clientSecret", SampleAdobe.SECRET))) {
            String ada = vendor.made("user", Map.of("email", "ada@example.com", "country", "GB"));
            String poets = vendor.made("group", Map.of("groupName", "Poets"));
            VendorUnderTest.isOk(vendor.members(Operation.REMOVE_MEMBERS, poets, ada));
            assertThat(vendor.change(Operation.DISABLE, "user", ada, Map.of()).kind()).as("there is no such state").isEqualTo(OutcomeKind.UNSUPPORTED);
            assertThat(vendor.change(Operation.UPDATE, "group", poets, Map.of("groupName", "X")).kind()).isEqualTo(OutcomeKind.UNSUPPORTED);
        }
    }

    @Test
    void aMemberOfDropboxIsNamedByIdAndNeverByAKeyThatTheSameRequestChanges() {
        List<String> asked = new ArrayList<>();
        try (SampleDropbox service = new SampleDropbox() {
            @Override
            Said answer(Asked request) {
                asked.add(String.join("/", request.path()) + " " + request.text());
                return super.answer(request);
            }
        }; VendorUnderTest vendor = new VendorUnderTest("dropbox", Map.of("url", service.url(), "auth", "bearer", "token", SampleDropbox.TOKEN))) {
            String ada = vendor.made("user", Map.of("email", "ada@example.com", "external_id", "E1"));
            VendorUnderTest.isOk(vendor.change(Operation.UPDATE, "user", ada, Map.of("external_id", "E2")));
            assertThat(asked).filteredOn(one -> one.startsWith("team/members/set_profile_v2")).hasSize(1).allMatch(one -> one.contains("\"user\":{\".tag\":\"team_member_id\",\"team_member_id\":\"" + ada + "\"}"));
        }
    }

    @Test
    void theBurstLimitOfDocuSignIsAskedToWaitToo() {
        SampleVendor.Said[] instead = new SampleVendor.Said[1];
        try (SampleDocuSign service = new SampleDocuSign() {
            @Override
            Said answer(Asked request) {
                return instead[0] != null ? instead[0] : super.answer(request);
            }
        }; VendorUnderTest vendor = new VendorUnderTest("docusign", Map.of("baseUri", service.url(), "url", service.url(), "accountId", SampleDocuSign.ACCOUNT, "auth", "bearer", "token", SampleDocuSign.TOKEN))) {
            String ada = vendor.made("user", Map.of("email", "ada@example.com", "userName", "Ada"));
            instead[0] = SampleDocuSign.error(429, "BURST_APIINVOCATION_LIMIT_EXCEEDED", "The maximum number of API invocations in a burst has been exceeded.");
            assertThat(vendor.change(Operation.UPDATE, "user", ada, Map.of("jobTitle", "X")).kind()).isEqualTo(OutcomeKind.THROTTLED);
        }
    }
}
