package io.caravan.bench.server;

import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchScope;
import io.caravan.bench.measure.EndState;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** The groups of a directory: named by their titles, told apart by {@code businessCategory}, with people's entries as members. */
public final class GroupsState {

    public static final String GROUPS = "ou=groups," + Slapd.SUFFIX;
    /** Who stands in a group that has no members, and goes when it has some. */
    public static final String PLACEHOLDER = "cn=nobody";

    private static final String TEAM = "businessCategory";

    private final LDAPConnection directory;

    public GroupsState(LDAPConnection directory) {
        this.directory = directory;
    }

    /** Makes the place where groups are. */
    public void prepare() throws LDAPException {
        directory.add(new AddRequest(GROUPS, new Attribute("objectClass", "organizationalUnit")));
    }

    /** A group without members. */
    public static Entry entry(String team, String title) {
        return new Entry(dn(title), new Attribute("objectClass", "groupOfNames"), new Attribute("cn", title), new Attribute(TEAM, team),
                new Attribute("member", PLACEHOLDER));
    }

    /** @param title of letters, digits and spaces */
    public static String dn(String title) {
        return "cn=" + title + "," + GROUPS;
    }

    /** People's entries by the worker's number. */
    public Map<String, String> people() throws LDAPException {
        Map<String, String> people = new HashMap<>();
        new DirectoryState(directory).each(entry -> people.put(entry.getAttributeValue(DirectoryState.KEY), entry.getDN()), DirectoryState.KEY);
        return people;
    }

    /** Groups' entries by team. */
    public Map<String, String> names() throws LDAPException {
        Map<String, String> names = new HashMap<>();
        groups(TEAM).forEach(group -> names.put(group.getAttributeValue(TEAM), group.getDN()));
        return names;
    }

    /** Members by team, as the group names them. */
    public Map<String, List<String>> members() throws LDAPException {
        Map<String, List<String>> members = new HashMap<>();
        groups(TEAM, "member").forEach(group -> members.put(group.getAttributeValue(TEAM),
                Arrays.stream(group.getAttributeValues("member")).filter(dn -> !dn.equals(PLACEHOLDER)).toList()));
        return members;
    }

    /** Each group with the numbers of its members. */
    public EndState read() throws LDAPException {
        Map<String, String> workers = new HashMap<>();
        people().forEach((worker, dn) -> workers.put(dn.toLowerCase(Locale.ROOT), worker));
        EndState.Sum sum = new EndState.Sum();
        for (Entry group : groups("*")) {
            TreeSet<String> members = new TreeSet<>();
            for (String dn : group.getAttributeValues("member")) {
                members.add(workers.getOrDefault(dn.toLowerCase(Locale.ROOT), dn));
            }
            sum.account(group.getDN().toLowerCase(Locale.ROOT) + "|" + group.getAttributeValue("cn") + "|" + group.getAttributeValue(TEAM) + "|" + String.join(",", members));
        }
        return sum.state();
    }

    private List<? extends Entry> groups(String... attributes) throws LDAPException {
        return directory.search(GROUPS, SearchScope.ONE, "(objectClass=groupOfNames)", attributes).getSearchEntries();
    }
}
