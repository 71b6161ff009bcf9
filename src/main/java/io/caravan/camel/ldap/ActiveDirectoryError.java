package io.caravan.camel.ldap;

import io.caravan.connector.OutcomeKind;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The Windows error (MS-ERREF §2.2) that Active Directory puts in front of the text of its refusals, because LDAP's result codes say too little: eight
 * hexadecimal digits, such as {@code 0000052D: SvcErr: DSID-031A12D2, problem 5003 (WILL_NOT_PERFORM), data 0}. A refused bind says all in {@code data}:
 * {@code 80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data 533, v1db1}. Nothing but these codes is read, and only here: what
 * a server says in words decides nothing.
 */
enum ActiveDirectoryError {

    ACCESS_DENIED(0x5, "the bind DN may not do this", "delegate the right for this unit to it"),
    GENERAL_FAILURE(0x1F, "most often a password over a connection that is not encrypted", "use ldaps:// or startTls = true"),
    INVALID_PASSWORD(0x56, OutcomeKind.INVALID, "the old password is another", "an initial password is set, not changed: map it to unicodePwd"),
    USER_EXISTS(0x524, OutcomeKind.CONFLICT, "another account has this sAMAccountName", "give names by uniqueName, and match by what both accounts have in common"),
    NO_SUCH_USER(0x525, "there is no such account", "correct bindDn"),
    GROUP_EXISTS(0x526, OutcomeKind.CONFLICT, "another group has this sAMAccountName", "give it another, or match the group that is there"),
    MEMBER_IN_GROUP(0x528, "it is a member already", "nothing is to be done"),
    MEMBER_NOT_IN_GROUP(0x529, "it is no member", "nothing is to be done"),
    PASSWORD_RESTRICTION(0x52D, OutcomeKind.INVALID, "the password, or having none, is not as the domain's policy wants it: length, complexity, history or age",
            "make it longer and of more kinds of characters, such as ${randomString(24, 2, 2, 2, 2)}; an account made without one is enabled once somebody has set it"),
    LOGON_FAILURE(0x52E, "the user name or the password is wrong", "correct bindDn and bindPassword"),
    ACCOUNT_RESTRICTION(0x52F, "the account may not log on like this", "look at its restrictions"),
    INVALID_LOGON_HOURS(0x530, "the account may not log on at this hour", "widen its logon hours"),
    INVALID_WORKSTATION(0x531, "the account may not log on from this machine", "add the domain controller to the machines it may log on to"),
    PASSWORD_EXPIRED(0x532, "the account's password has expired", "set a new one, and let it never expire"),
    ACCOUNT_DISABLED(0x533, "the account is disabled", "enable it"),
    MEMBER_NOT_IN_ALIAS(0x561, "it is no member", "nothing is to be done"),
    MEMBER_IN_ALIAS(0x562, "it is a member already", "nothing is to be done"),
    ACCOUNT_EXPIRED(0x701, "the account has expired", "set accountExpires to a later day"),
    PASSWORD_MUST_CHANGE(0x773, "the account must change its password first", "set its password, and let it not change at the next logon"),
    ACCOUNT_LOCKED_OUT(0x775, "the account is locked out after wrong passwords", "find out who tries them, and unlock it"),
    OBJECT_CLASS_VIOLATION(0x2014, OutcomeKind.INVALID, "the object class lacks an attribute, or does not have one", "correct the mapping or objectClasses"),
    REFERRAL(0x202B, "this is held by another domain", "connect to a controller of that domain, or correct baseDn"),
    CONSTRAINT_VIOLATION(0x202F, "a value is not as the attribute wants it, or somebody has it", "look at its length and form"),
    NO_SUCH_OBJECT(0x2030, "there is no such entry", "it may have been moved or deleted"),
    UNWILLING_TO_PERFORM(0x2035, "the controller does not do this", "look at what it says"),
    NAME_EXISTS(0x2071, OutcomeKind.CONFLICT, "an entry of this name is there already", "match it, or make names unique with uniqueName"),
    ILLEGAL_MODIFICATION(0x2077, OutcomeKind.INVALID, "this attribute cannot be changed in this way", "take it out of the mapping, or apply it on-create"),
    MISSING_ATTRIBUTE(0x207C, OutcomeKind.INVALID, "an attribute is missing that is required", "map it"),
    ATTRIBUTE_NOT_OF_CLASS(0x207D, OutcomeKind.INVALID, "entries of this object class do not have the attribute", "take it out of the mapping, or extend the schema"),
    SINGLE_VALUE(0x2081, OutcomeKind.INVALID, "the attribute takes one value", "map one"),
    OUT_OF_RANGE(0x2082, OutcomeKind.INVALID, "a value is too long, too short, too great or too small", "cut it, as in ${left(…, 64)}"),
    BAD_NAME(0x208F, OutcomeKind.INVALID, "a name is not well formed", "look at dn, manager and other values that are names"),
    INSUFFICIENT_RIGHTS(0x2098, "the bind DN may not do this", "delegate the right for this unit to it"),
    OWNED_BY_ACCOUNTS(0x209A, OutcomeKind.INVALID, "only the controller itself sets this attribute", "take it out of the mapping"),
    SYSTEM_ONLY(0x20B1, OutcomeKind.INVALID, "only the controller itself sets this attribute", "take it out of the mapping"),
    REFERENCE_INVALID(0x20B5, OutcomeKind.INVALID, "a value names an entry that is not there", "map it as reference:, so that it waits until the entry is there"),
    INVALID_GROUP_TYPE(0x2141, OutcomeKind.INVALID, "there is no such groupType", "write scope and kind, such as 'global security'"),
    GLOBAL_HAS_LOCAL(0x2144, OutcomeKind.INVALID, "a global group takes no domain-local group", "make one of them universal"),
    GLOBAL_HAS_UNIVERSAL(0x2145, OutcomeKind.INVALID, "a global group takes no universal group", "make the outer one universal"),
    UNIVERSAL_HAS_LOCAL(0x2146, OutcomeKind.INVALID, "a universal group takes no domain-local group", "make the inner one universal"),
    GLOBAL_ACROSS_DOMAINS(0x2147, OutcomeKind.INVALID, "a global group takes members of its own domain only", "make it universal"),
    SPN_NOT_UNIQUE_IN_FOREST(0x21C7, OutcomeKind.CONFLICT, "another account of the forest has this service principal name", "give it another"),
    UPN_NOT_UNIQUE_IN_FOREST(0x21C8, OutcomeKind.CONFLICT, "another account of the forest has this userPrincipalName", "give names by uniqueName"),
    /** Any other. */
    OTHER(-1, "", "");

    /** The security package has refused a bind (SEC_E_INVALID_TOKEN): why stands in {@code data}. */
    private static final int BIND_REFUSED = 0x80090308;
    private static final Pattern FORM = Pattern.compile("([0-9A-F]{8}): .*", Pattern.DOTALL);
    private static final Pattern BIND_FORM = Pattern.compile("[0-9A-F]{8}: \\w+: DSID-[0-9A-F]{8}, .*, data ([0-9a-fA-F]{1,8}), v.*", Pattern.DOTALL);
    private static final Map<Integer, ActiveDirectoryError> BY_CODE = Arrays.stream(values()).collect(Collectors.toMap(each -> each.code, Function.identity()));

    private final int code;
    private final Optional<OutcomeKind> kind;
    private final String cause;
    private final String remedy;

    ActiveDirectoryError(int code, String cause, String remedy) {
        this(code, null, cause, remedy);
    }

    ActiveDirectoryError(int code, OutcomeKind kind, String cause, String remedy) {
        this.code = code;
        this.kind = Optional.ofNullable(kind);
        this.cause = cause;
        this.remedy = remedy;
    }

    /** Empty where the text is not in Active Directory's form. */
    static Optional<ActiveDirectoryError> in(String diagnostic) {
        Matcher said = FORM.matcher(diagnostic == null ? "" : diagnostic.strip());
        if (!said.matches()) {
            return Optional.empty();
        }
        int code = Integer.parseUnsignedInt(said.group(1), 16);
        Matcher bind = BIND_FORM.matcher(said.group());
        return Optional.of(of(code == BIND_REFUSED && bind.matches() ? Integer.parseUnsignedInt(bind.group(1), 16) : code));
    }

    private static ActiveDirectoryError of(int code) {
        return BY_CODE.getOrDefault(code, OTHER);
    }

    /** What the code says of a refusal for which LDAP's result code leaves it open; empty where it says no more. */
    Optional<OutcomeKind> kind() {
        return kind;
    }

    /** Cause and remedy for an operator; empty where nothing is known of the code. */
    Optional<String> explanation() {
        return this == OTHER ? Optional.empty() : Optional.of(String.format("%08X: %s; %s", code, cause, remedy));
    }
}
