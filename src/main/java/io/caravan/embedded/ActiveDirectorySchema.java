package io.caravan.embedded;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A part of Active Directory's schema, such as users, groups and units need: unlike elsewhere, a person needs no family name. */
final class ActiveDirectorySchema {

    private static final String TEXT = "EQUALITY caseIgnoreMatch SUBSTR caseIgnoreSubstringsMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15";
    private static final String NUMBER = "EQUALITY integerMatch ORDERING integerOrderingMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27";
    private static final String BYTES = "EQUALITY octetStringMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.40";
    private static final String NAME = "EQUALITY distinguishedNameMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.12";
    private static final String TIME = "EQUALITY generalizedTimeMatch ORDERING generalizedTimeOrderingMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.24";
    private static final String FLAG = "EQUALITY booleanMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.7";

    private static final Map<String, String> SINGLE = Map.of(TEXT, "cn ou dc name sAMAccountName userPrincipalName sn givenName initials displayName mail mailNickname employeeID employeeNumber employeeType"
                    + " title department division company physicalDeliveryOfficeName telephoneNumber mobile facsimileTelephoneNumber streetAddress l st postalCode c co info objectCategory"
                    + " extensionAttribute1 extensionAttribute2 extensionAttribute3 extensionAttribute4 extensionAttribute5",
            NUMBER, "userAccountControl accountExpires pwdLastSet lastLogonTimestamp lockoutTime adminCount primaryGroupID primaryGroupToken groupType sAMAccountType uSNChanged uSNCreated",
            BYTES, "invocationId objectGUID objectSid unicodePwd thumbnailPhoto", NAME, "manager managedBy lastKnownParent distinguishedName", TIME, "whenCreated whenChanged", FLAG, "isDeleted");
    private static final Map<String, String> SEVERAL = Map.of(TEXT, "description proxyAddresses otherTelephone objectVersion", NAME, "member memberOf directReports");
    private static final String OF_ALL = "cn $ invocationId $ name $ description $ displayName $ objectGUID $ objectSid $ objectCategory $ distinguishedName $ whenCreated $ whenChanged $ uSNChanged $ uSNCreated"
            + " $ isDeleted $ lastKnownParent $ memberOf $ adminCount $ managedBy $ sAMAccountName $ sAMAccountType $ info";

    private ActiveDirectorySchema() {
    }

    static Schema get() throws LDAPException {
        Map<String, String> types = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        SINGLE.forEach((form, names) -> List.of(names.split(" ")).forEach(name -> types.put(name, form + " SINGLE-VALUE")));
        SEVERAL.forEach((form, names) -> List.of(names.split(" ")).forEach(name -> types.put(name, form)));
        List<String> attributes = new ArrayList<>(List.of("( 2.5.4.0 NAME 'objectClass' EQUALITY objectIdentifierMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.38 )"));
        types.forEach((name, form) -> attributes.add("( " + name + "-oid NAME '" + name + "' " + form + " )"));
        List<String> classes = List.of(
                "( 2.5.6.0 NAME 'top' ABSTRACT MUST objectClass MAY ( " + OF_ALL + " ) )",
                "( person-oid NAME 'person' SUP top STRUCTURAL MUST cn MAY ( sn $ telephoneNumber ) )",
                "( organizationalPerson-oid NAME 'organizationalPerson' SUP person STRUCTURAL MAY ( title $ ou ) )",
                "( user-oid NAME 'user' SUP organizationalPerson STRUCTURAL MAY ( " + String.join(" $ ", types.keySet().stream().filter(name -> !name.equals("member")).toList()) + " ) )",
                "( group-oid NAME 'group' SUP top STRUCTURAL MUST cn MAY ( member $ groupType $ mail $ proxyAddresses $ primaryGroupToken ) )",
                "( organizationalUnit-oid NAME 'organizationalUnit' SUP top STRUCTURAL MAY ( ou $ l $ st $ co ) )",
                "( container-oid NAME 'container' SUP top STRUCTURAL MUST cn )",
                "( domainDNS-oid NAME 'domainDNS' SUP top STRUCTURAL MUST dc )");
        return new Schema(new Entry("cn=schema", new Attribute("objectClass", "top", "ldapSubEntry", "subschema"), new Attribute("cn", "schema"),
                new Attribute("attributeTypes", attributes), new Attribute("objectClasses", classes)));
    }
}
