package io.caravan.camel.kit;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a vendor's SCIM service does otherwise than the standard, as its documents say. Filled in once, for one service. */
final class ScimWays {

    /** What becomes of a filter that is not understood. */
    enum UnknownFilter { REFUSED, EVERYBODY }

    /** What a DELETE of a user is. */
    enum Deleting { REMOVES, DEACTIVATES, REFUSED }

    /** Where it stands who is in a group. */
    enum Members { IN_GROUP, IN_GROUP_AND_PAGES, NEVER }

    /** By which connector it is spoken to. */
    final String vendor;
    String users = "Users";
    String groups = "Groups";
    List<String> required = List.of("userName");
    Set<String> userFilters = Set.of("username", "externalid");
    Set<String> groupFilters = Set.of("displayname", "externalid");
    UnknownFilter unknownFilter = UnknownFilter.REFUSED;
    int largestPage = 100;
    int longestUserName = 1000;
    boolean byCursor;
    boolean knowsCursors = true;
    boolean silentOfTotals;
    boolean listsInLowerCase;
    boolean onlyJson;
    boolean lowerCaseOperations;
    boolean wantsUserAgent;
    boolean textBooleans;
    boolean hidesInactive;
    boolean activeWithoutPath;
    boolean patchesOnlyActive;
    boolean puts = true;
    boolean answersNothing;
    boolean refusesNull;
    /** None of these may stand in a displayName. */
    String refusedCharacters = "";
    boolean makesGroups = true;
    boolean renamesGroups = true;
    boolean keepsGroupNamesApart;
    boolean removesByValue = true;
    int mostMembers = 1000;
    int mostRemovals = 1000;
    Members members = Members.IN_GROUP;
    Deleting deleting = Deleting.REMOVES;
    boolean later;
    boolean strangeIds;
    boolean idIsExternalId;
    Map<String, List<String>> readOnlyLists = Map.of();

    private ScimWays(String vendor) {
        this.vendor = vendor;
    }

    static final List<String> VENDORS = List.of("atlassian", "aws-identity-center", "databricks", "entra-scim", "github-emu", "gitlab", "salesforce", "sap-concur", "slack", "snowflake", "webex", "workplace",
            "zoom-scim", "zscaler");

    static ScimWays of(String vendor) {
        ScimWays ways = new ScimWays(vendor);
        switch (vendor) {
            case "atlassian" -> atlassian(ways);
            case "aws-identity-center" -> aws(ways);
            case "entra-scim" -> entra(ways);
            case "salesforce" -> salesforce(ways);
            case "sap-concur" -> concur(ways);
            case "webex" -> webex(ways);
            case "zscaler" -> zscaler(ways);
            case "snowflake" -> ways.userFilters = Set.of("username");
            case "databricks" -> ways.userFilters = Set.of("username");
            case "gitlab" -> {
                ways.userFilters = Set.of("id");
                ways.idIsExternalId = true;
                ways.makesGroups = false;
                ways.largestPage = 20;
            }
            case "github-emu" -> {
                ways.wantsUserAgent = true;
                ways.required = List.of("userName", "externalId", "emails");
                ways.deleting = Deleting.REFUSED;
            }
            case "slack" -> {
                ways.required = List.of("userName", "emails");
                ways.userFilters = Set.of("username", "email");
                ways.longestUserName = 21;
                ways.deleting = Deleting.DEACTIVATES;
                ways.largestPage = 1000;
            }
            case "workplace" -> {
                ways.wantsUserAgent = true;
                ways.required = List.of("userName", "name.formatted");
                ways.deleting = Deleting.REFUSED;
            }
            case "zoom-scim" -> {
                ways.patchesOnlyActive = true;
                ways.strangeIds = true;
                ways.userFilters = Set.of("username");
            }
            default -> throw new KitException("there is no sample of the SCIM service of '" + vendor + "'; there are " + VENDORS);
        }
        return ways;
    }

    private static void atlassian(ScimWays ways) {
        ways.hidesInactive = true;
        ways.deleting = Deleting.DEACTIVATES;
        ways.renamesGroups = false;
        ways.keepsGroupNamesApart = true;
        ways.groupFilters = Set.of("displayname");
        ways.required = List.of("userName", "emails");
    }

    private static void aws(ScimWays ways) {
        ways.required = List.of("userName", "name.givenName", "name.familyName", "displayName");
        ways.userFilters = Set.of("username", "externalid", "id", "groups.value", "manager");
        ways.groupFilters = Set.of("displayname", "externalid", "id", "members", "members.value");
        ways.byCursor = true;
        ways.silentOfTotals = true;
        ways.members = Members.NEVER;
        ways.mostMembers = 100;
        ways.refusesNull = true;
        ways.keepsGroupNamesApart = true;
    }

    private static void entra(ScimWays ways) {
        ways.users = "users";
        ways.groups = "groups";
        ways.required = List.of("userName", "password", "name.familyName", "name.givenName", "displayName", "urn:ietf:params:scim:schemas:extension:Microsoft:Entra:2.0:User:mailNickname");
        ways.userFilters = Set.of("username", "externalid", "id", "groups.value");
        ways.groupFilters = Set.of("displayname", "id", "members.value");
        ways.byCursor = true;
        ways.silentOfTotals = true;
        ways.listsInLowerCase = true;
        ways.members = Members.NEVER;
        ways.mostMembers = 20;
        ways.mostRemovals = 1;
        ways.removesByValue = false;
        ways.puts = false;
        ways.answersNothing = true;
    }

    private static void salesforce(ScimWays ways) {
        ways.required = List.of("userName", "name.familyName", "emails", "entitlements");
        ways.largestPage = 200;
        ways.activeWithoutPath = true;
        ways.deleting = Deleting.DEACTIVATES;
        ways.makesGroups = false;
        ways.readOnlyLists = Map.of("Entitlements", List.of("Standard User", "Sales Manager"), "Roles", List.of("CEO"));
    }

    private static void concur(ScimWays ways) {
        ways.required = List.of("userName", "name.familyName", "emails", "timezone", "preferredLanguage", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:companyId",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:startDate");
        ways.byCursor = true;
        ways.onlyJson = true;
        ways.lowerCaseOperations = true;
        ways.later = true;
        ways.makesGroups = false;
        ways.userFilters = Set.of("username", "externalid", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:user:employeenumber");
    }

    private static void webex(ScimWays ways) {
        ways.required = List.of("userName", "userType");
        ways.userFilters = Set.of("username");
        ways.groupFilters = Set.of("displayname");
        ways.onlyJson = true;
        ways.lowerCaseOperations = true;
        ways.members = Members.IN_GROUP_AND_PAGES;
    }

    private static void zscaler(ScimWays ways) {
        ways.textBooleans = true;
        ways.userFilters = Set.of("username");
        ways.groupFilters = Set.of();
        ways.unknownFilter = UnknownFilter.EVERYBODY;
        ways.refusesNull = true;
        ways.largestPage = 10;
    }
}
