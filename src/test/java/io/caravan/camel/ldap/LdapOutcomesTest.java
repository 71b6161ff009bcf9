package io.caravan.camel.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import io.caravan.connector.Effect;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Result codes decide, and the code that Active Directory puts in front of its texts; what servers say in words does not. */
class LdapOutcomesTest {

    private static OutcomeKind kind(int code, String said, Effect effect) {
        return LdapOutcomes.outcome(new LDAPResult(1, ResultCode.valueOf(code), said, null, (String[]) null, null), effect).kind();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "53|0000052D: SvcErr: DSID-031A12D2, problem 5003 (WILL_NOT_PERFORM), data 0|INVALID",
            "53|00002077: SvcErr: DSID-031A12D2, problem 5003 (WILL_NOT_PERFORM), data 1325|INVALID",
            "53|0000001F: SvcErr: DSID-031A12D2, problem 5003 (WILL_NOT_PERFORM), data 0|UNAVAILABLE",
            "53|0000052D: Constraint violation - check_password_restrictions: the password is too short|INVALID",
            "1|00002077: SvcErr: DSID-03190F4C, problem 5003 (WILL_NOT_PERFORM), data 0|INVALID",
            "80|00000524: UpdErr: DSID-031A11E2, problem 6005 (ENTRY_EXISTS), data 0|CONFLICT",
            "68|00000524: UpdErr: DSID-031A11E2, problem 6005 (ENTRY_EXISTS), data 0|CONFLICT",
            "68|00002071: UpdErr: DSID-0305038D, problem 6005 (ENTRY_EXISTS), data 0|CONFLICT",
            "50|00000005: SecErr: DSID-031521D0, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0|FORBIDDEN",
            "10|0000202B: RefErr: DSID-0310082F, data 0, 1 access points|UNAVAILABLE",
            "53|the password 0000052D is refused|UNAVAILABLE",
            "53|0000052d: no form of a server|UNAVAILABLE",
            "53||UNAVAILABLE",
            "19|000021C8: AtrErr: DSID-03200EBD, #1: 0: 000021C8: DSID-03200EBD, problem 1005 (CONSTRAINT_ATT_TYPE), data 0, Att 90290 (userPrincipalName)|CONFLICT",
            "19|000021C7: AtrErr: DSID-03200EBD, #1: data 0|CONFLICT",
            "19|0000052D: AtrErr: DSID-03191083, #1: 0: 0000052D: DSID-03191083, problem 1005 (CONSTRAINT_ATT_TYPE), data 0, Att 9005a (unicodePwd)|INVALID"})
    void whatActiveDirectorySaysInItsCode(int code, String said, OutcomeKind kind) {
        assertThat(kind(code, said, Effect.CREATE)).isEqualTo(kind);
        assertThat(kind(code, said, Effect.CHANGE)).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"52e, the user name or the password is wrong", "525, there is no such account", "530, at this hour", "531, from this machine", "532, has expired",
            "533, the account is disabled; enable it", "701, set accountExpires", "773, change its password first", "775, locked out"})
    void whyAnAccountMayNotBindIsTold(String data, String words) {
        Outcome refused = LdapOutcomes.outcome(new LDAPResult(1, ResultCode.INVALID_CREDENTIALS,
                "80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data " + data + ", v1db1", null, (String[]) null, null), Effect.NONE);
        assertThat(refused.kind()).isEqualTo(OutcomeKind.UNAUTHORIZED);
        assertThat(refused.message()).contains(words).contains("AcceptSecurityContext");
    }

    @Test
    void aCodeIsExplainedWithCauseAndRemedyAndAnUnknownOneIsLeftAsItIs() {
        assertThat(words("0000052D: SvcErr: DSID-031A12D2, problem 5003 (WILL_NOT_PERFORM), data 0")).startsWith("LDAP 53 ").contains("DSID-031A12D2")
                .contains("(0000052D: the password, or having none, is not as the domain's policy wants it").contains("randomString");
        assertThat(words("0000001F: SvcErr: DSID-031A12D2, problem 5003 (WILL_NOT_PERFORM), data 0")).contains("use ldaps://");
        assertThat(words("00001234: SvcErr: DSID-031A12D2, problem 5003 (WILL_NOT_PERFORM), data 0")).endsWith("data 0");
    }

    private static String words(String said) {
        return LdapOutcomes.outcome(new LDAPResult(1, ResultCode.UNWILLING_TO_PERFORM, said, null, (String[]) null, null), Effect.CHANGE).message();
    }

    @ParameterizedTest
    @CsvSource({"some attributes not unique", "Another entry with the same attribute value already exists", "value is too long", "'000021c8: not in its form'", "''"})
    void aBrokenConstraintMayBeAValueThatSomebodyHasWhateverItIsCalled(String said) {
        assertThat(kind(19, said, Effect.CREATE)).as("looked for once more").isEqualTo(OutcomeKind.CONFLICT);
        assertThat(kind(19, said, Effect.CHANGE)).isEqualTo(OutcomeKind.INVALID);
    }
}
