package io.caravan.camel.ldap;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SASLBindRequest;
import io.caravan.camel.ldap.LdapServerAddress.Kerberos;
import java.io.IOException;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

/**
 * A bind by Kerberos (SASL GSSAPI, RFC 4752), each with a ticket of its own, from a password or a key table. The library's own request keeps what it needs in
 * system properties, which all connections of a process share; this one keeps nothing anywhere. It authenticates both sides and protects nothing: that is for TLS.
 */
final class KerberosBind extends SASLBindRequest {

    private static final String MECHANISM = "GSSAPI";
    private static final String SERVICE = "ldap";
    private static final String MODULE = "com.sun.security.auth.module.Krb5LoginModule";
    private static final int MOST_STEPS = 10;
    private static final long serialVersionUID = 1;

    private final transient Kerberos who;
    private final long patienceMillis;

    KerberosBind(Kerberos who, long patienceMillis, Control... controls) {
        super(controls);
        this.who = who;
        this.patienceMillis = patienceMillis;
    }

    @Override
    public String getSASLMechanismName() {
        return MECHANISM;
    }

    @Override
    protected BindResult process(LDAPConnection connection, int depth) throws LDAPException {
        LoginContext ticket = ticket();
        try {
            return Subject.doAs(ticket.getSubject(), (PrivilegedExceptionAction<BindResult>) () -> converse(connection));
        } catch (PrivilegedActionException failed) {
            throw failed.getCause() instanceof LDAPException known ? known
                    : new LDAPException(ResultCode.INVALID_CREDENTIALS, "Kerberos gives no ticket for " + service(connection) + ": " + deepest(failed), failed);
        } finally {
            forget(ticket);
        }
    }

    private static void forget(LoginContext ticket) {
        try {
            ticket.logout();
        } catch (LoginException goneAlready) {
            // it is not used again in any case
        }
    }

    private LoginContext ticket() throws LDAPException {
        try {
            LoginContext login = new LoginContext("caravan", new Subject(), this::answer, new Configuration() {
                @Override
                public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                    return new AppConfigurationEntry[] {new AppConfigurationEntry(MODULE, AppConfigurationEntry.LoginModuleControlFlag.REQUIRED, options())};
                }
            });
            login.login();
            return login;
        } catch (LoginException refused) {
            boolean away = refused.getCause() instanceof IOException;
            throw new LDAPException(away ? ResultCode.CONNECT_ERROR : ResultCode.INVALID_CREDENTIALS, "Kerberos " + (away ? "cannot be asked" : "does not let " + who.principal() + " in") + ": " + deepest(refused), refused);
        }
    }

    private Map<String, String> options() {
        Map<String, String> options = new HashMap<>(Map.of("principal", who.principal(), "refreshKrb5Config", "true", "isInitiator", "true", "useTicketCache", "false"));
        who.keyTab().ifPresent(file -> options.putAll(Map.of("useKeyTab", "true", "keyTab", file.toString(), "storeKey", "true", "doNotPrompt", "true")));
        return options;
    }

    private void answer(Callback[] callbacks) {
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
                name.setName(who.principal());
            } else if (callback instanceof PasswordCallback password) {
                password.setPassword(who.password().toCharArray());
            }
        }
    }

    private String service(LDAPConnection connection) {
        return SERVICE + "/" + who.server().orElseGet(connection::getConnectedAddress);
    }

    private BindResult converse(LDAPConnection connection) throws LDAPException, SaslException {
        SaslClient client = Sasl.createSaslClient(new String[] {MECHANISM}, null, SERVICE, who.server().orElseGet(connection::getConnectedAddress),
                Map.of(Sasl.QOP, "auth", Sasl.SERVER_AUTH, "true"), null);
        try {
            BindResult result = send(connection, client.hasInitialResponse() ? client.evaluateChallenge(new byte[0]) : null);
            for (int steps = 0; result.getResultCode().equals(ResultCode.SASL_BIND_IN_PROGRESS); steps++) {
                if (steps > MOST_STEPS) {
                    throw new LDAPException(ResultCode.PROTOCOL_ERROR, "the directory goes on asking and lets nobody in");
                }
                result = send(connection, client.evaluateChallenge(said(result).orElseGet(() -> new byte[0])));
            }
            if (result.getResultCode().equals(ResultCode.SUCCESS) && !client.isComplete()) {
                client.evaluateChallenge(said(result).orElseGet(() -> new byte[0]));
                if (!client.isComplete()) {
                    throw new LDAPException(ResultCode.PROTOCOL_ERROR, "the directory has not shown by Kerberos that it is the one that was meant");
                }
            }
            return result;
        } finally {
            client.dispose();
        }
    }

    private static Optional<byte[]> said(BindResult result) {
        return Optional.ofNullable(result.getServerSASLCredentials()).map(ASN1OctetString::getValue);
    }

    private BindResult send(LDAPConnection connection, byte[] credentials) throws LDAPException {
        return sendBindRequest(connection, "", credentials == null ? null : new ASN1OctetString(credentials), getControls(), patienceMillis);
    }

    /** What is behind an error of Java's is more than what is in front of it. */
    private static String deepest(Throwable failed) {
        Throwable cause = failed;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    @Override
    public BindRequest getRebindRequest(String host, int port) {
        return duplicate();
    }

    @Override
    public KerberosBind duplicate() {
        return duplicate(getControls());
    }

    @Override
    public KerberosBind duplicate(Control[] controls) {
        KerberosBind copy = new KerberosBind(who, patienceMillis, controls);
        copy.setResponseTimeoutMillis(getResponseTimeoutMillis(null));
        return copy;
    }

    /** Nothing secret in it. */
    @Override
    public void toString(StringBuilder text) {
        text.append("KerberosBind(").append(who.principal()).append(')');
    }
}
