package io.caravan.camel.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindResult;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.controls.PasswordExpiringControl;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ResponseControl;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10WarningType;
import com.unboundid.ldif.LDIFException;
import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.CredentialEnd;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Until when the password of the bind DN is good, in the ways directories say it; one that says nothing, or nonsense, works as ever. */
class OwnPasswordTest {

    private static final String OWN = "uid=caravan,dc=example,dc=com";
    private InMemoryDirectoryServer server;
    private Control[] withBind = {};

    @BeforeEach
    void start() throws LDAPException, LDIFException {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=com");
        config.setSchema(null);
        config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig("ldap", InetAddress.getLoopbackAddress(), 0, null));
        config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
            @Override
            public void processSimpleBindResult(InMemoryInterceptedSimpleBindResult bind) {
                BindResult said = bind.getResult();
                bind.setResult(new BindResult(said.getMessageID(), said.getResultCode(), said.getDiagnosticMessage(), said.getMatchedDN(), said.getReferralURLs(), withBind));
            }
        });
        server = new InMemoryDirectoryServer(config);
        server.add("dn: dc=example,dc=com", "objectClass: domain", "dc: example");
        server.startListening();
    }

    @AfterEach
    void stop() {
        server.shutDown(true);
    }

    private List<CredentialEnd> told(String... attributes) throws LDAPException, LDIFException {
        server.add(Stream.concat(Stream.of("dn: " + OWN, "objectClass: account", "uid: caravan", "userPassword: secret"),
                Arrays.stream(attributes)).toArray(String[]::new));
        try (ConnectorUnderTest ldap = new ConnectorUnderTest("ldap", Map.of("url", "ldap://127.0.0.1:" + server.getListenPort(), "baseDn", "dc=example,dc=com", "bindDn", OWN, "bindPassword", "secret"))) {
            assertThat(ldap.port().test().isOk()).isTrue();
            return ldap.port().credentialEnds().bySystem().orElseThrow();
        }
    }

    private static void endsIn(Duration left, List<CredentialEnd> told) {
        assertThat(told).singleElement().satisfies(end -> {
            assertThat(end.what()).isEqualTo("password of the bind DN");
            assertThat(end.until()).isCloseTo(Instant.now().plus(left), Assertions.within(1, ChronoUnit.MINUTES));
        });
    }

    @Test
    void theAnswerToABindSaysHowManySecondsAreLeft() throws Exception {
        withBind = new Control[] {new DraftBeheraLDAPPasswordPolicy10ResponseControl(DraftBeheraLDAPPasswordPolicy10WarningType.TIME_BEFORE_EXPIRATION, 86_400, null)};
        endsIn(Duration.ofDays(1), told("pwdEndTime: 20300101000000Z"));
    }

    @Test
    void graceLoginsMeanThatItHasEnded() throws Exception {
        withBind = new Control[] {new DraftBeheraLDAPPasswordPolicy10ResponseControl(DraftBeheraLDAPPasswordPolicy10WarningType.GRACE_LOGINS_REMAINING, 3, null)};
        endsIn(Duration.ZERO, told());
    }

    @Test
    void theOlderControlDoesToo() throws Exception {
        withBind = new Control[] {new PasswordExpiringControl(3600)};
        endsIn(Duration.ofHours(1), told());
    }

    @Test
    void aControlThatNobodyUnderstandsIsPassedOver() throws Exception {
        withBind = new Control[] {new Control(PasswordExpiringControl.PASSWORD_EXPIRING_OID, false, new ASN1OctetString("soon")),
            new Control(DraftBeheraLDAPPasswordPolicy10ResponseControl.PASSWORD_POLICY_RESPONSE_OID, false, new ASN1OctetString("soon"))};
        assertThat(told()).isEmpty();
    }

    @Test
    void theEntryOfTheBindDnSaysItInManyWays() throws Exception {
        assertThat(told("passwordExpirationTime: 20270131120000Z")).containsExactly(new CredentialEnd("password of the bind DN", Instant.parse("2027-01-31T12:00:00Z")));
    }

    @Test
    void activeDirectoryCountsTicksSince1601AndMeansNeverByTheLargestNumber() throws Exception {
        long ticks = Duration.between(Instant.parse("1601-01-01T00:00:00Z"), Instant.parse("2027-01-31T12:00:00Z")).toSeconds() * 10_000_000;
        assertThat(told("msDS-UserPasswordExpiryTimeComputed: " + ticks, "accountExpires: " + Long.MAX_VALUE))
                .containsExactly(new CredentialEnd("password of the bind DN", Instant.parse("2027-01-31T12:00:00Z")));
    }

    @Test
    void aPolicySaysHowOldAPasswordMayBe() throws Exception {
        server.add("dn: cn=policy,dc=example,dc=com", "objectClass: pwdPolicy", "cn: policy", "pwdMaxAge: 86400");
        assertThat(told("pwdChangedTime: 20270101000000Z", "pwdPolicySubentry: cn=policy,dc=example,dc=com"))
                .containsExactly(new CredentialEnd("password of the bind DN", Instant.parse("2027-01-02T00:00:00Z")));
    }

    @Test
    void whatIsNoMomentOrMeansNeverIsNotTold() throws Exception {
        assertThat(told("pwdEndTime: soon", "msDS-UserPasswordExpiryTimeComputed: 0", "accountExpires: x", "pwdChangedTime: 20270101000000Z", "pwdPolicySubentry: cn=nowhere,dc=example,dc=com",
                "krbPasswordExpiration: 99991231235959Z")).isEmpty();
    }
}
