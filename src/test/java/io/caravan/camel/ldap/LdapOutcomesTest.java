package io.caravan.camel.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import io.caravan.connector.Effect;
import io.caravan.connector.OutcomeKind;
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
            "53|00002077: SvcErr: DSID-031A12D2, problem 5003 (WILL_NOT_PERFORM), data 1325|UNAVAILABLE",
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
    @CsvSource({"some attributes not unique", "Another entry with the same attribute value already exists", "value is too long", "'000021C8: not in its form'", "''"})
    void aBrokenConstraintMayBeAValueThatSomebodyHasWhateverItIsCalled(String said) {
        assertThat(kind(19, said, Effect.CREATE)).as("looked for once more").isEqualTo(OutcomeKind.CONFLICT);
        assertThat(kind(19, said, Effect.CHANGE)).isEqualTo(OutcomeKind.INVALID);
    }
}
