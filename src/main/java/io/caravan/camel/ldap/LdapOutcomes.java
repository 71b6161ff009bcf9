package io.caravan.camel.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import io.caravan.connector.Effect;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads result codes (RFC 4511 §4.1.9, Appendix A) as outcomes. */
final class LdapOutcomes {

    private static final Pattern INNERMOST = Pattern.compile("\\w+Exception\\(([^()']+)\\)");
    private static final Pattern SERVER = Pattern.compile("server /?([\\w.\\-]+:\\d+)");

    private LdapOutcomes() {
    }

    /** @param effect of the request, where it may have reached the server; else none */
    static OutcomeException failure(LDAPException failed, Effect effect) {
        return new OutcomeException(outcome(failed.toLDAPResult(), effect), failed);
    }

    static Outcome outcome(LDAPResult result, Effect effect) {
        if (result.getResultCode().equals(ResultCode.SUCCESS)) {
            return Outcome.ok();
        }
        return Outcome.failed(kind(result, effect), words(result));
    }

    private static OutcomeKind kind(LDAPResult result, Effect effect) {
        Optional<OutcomeKind> told = ActiveDirectoryError.in(result.getDiagnosticMessage()).flatMap(ActiveDirectoryError::kind);
        return switch (result.getResultCode().intValue()) {
            case ResultCode.NO_SUCH_OBJECT_INT_VALUE -> OutcomeKind.NOT_FOUND;
            case ResultCode.ENTRY_ALREADY_EXISTS_INT_VALUE -> OutcomeKind.CONFLICT;
            // a unit can be deleted once nothing is below it
            case ResultCode.NOT_ALLOWED_ON_NONLEAF_INT_VALUE -> OutcomeKind.BLOCKED;
            // OpenLDAP's unique overlay and 389 Directory Server have no code of their own for a value that somebody else has. After a create
            // it is looked for once more, which does no harm where it was another constraint; for anything else it makes no difference.
            case ResultCode.CONSTRAINT_VIOLATION_INT_VALUE -> told.orElse(effect == Effect.CREATE ? OutcomeKind.CONFLICT : OutcomeKind.INVALID);
            case ResultCode.INVALID_CREDENTIALS_INT_VALUE, ResultCode.INAPPROPRIATE_AUTHENTICATION_INT_VALUE,
                 ResultCode.STRONG_AUTH_REQUIRED_INT_VALUE, ResultCode.AUTH_METHOD_NOT_SUPPORTED_INT_VALUE,
                 ResultCode.CONFIDENTIALITY_REQUIRED_INT_VALUE -> OutcomeKind.UNAUTHORIZED;
            case ResultCode.INSUFFICIENT_ACCESS_RIGHTS_INT_VALUE -> OutcomeKind.FORBIDDEN;
            case ResultCode.UNWILLING_TO_PERFORM_INT_VALUE -> told.orElse(OutcomeKind.UNAVAILABLE);
            // Another server would know or do it: that is about this server's settings, not about the entry.
            case ResultCode.CONNECT_ERROR_INT_VALUE, ResultCode.REFERRAL_INT_VALUE -> OutcomeKind.UNAVAILABLE;
            case ResultCode.BUSY_INT_VALUE -> effect == Effect.CREATE ? effect.unfinished() : OutcomeKind.THROTTLED;
            case ResultCode.UNAVAILABLE_INT_VALUE, ResultCode.TIME_LIMIT_EXCEEDED_INT_VALUE,
                 ResultCode.SIZE_LIMIT_EXCEEDED_INT_VALUE, ResultCode.ADMIN_LIMIT_EXCEEDED_INT_VALUE -> effect.unfinished();
            case ResultCode.OPERATIONS_ERROR_INT_VALUE, ResultCode.OTHER_INT_VALUE -> told.orElse(effect.unfinished());
            case ResultCode.UNAVAILABLE_CRITICAL_EXTENSION_INT_VALUE -> OutcomeKind.UNSUPPORTED;
            case ResultCode.SERVER_DOWN_INT_VALUE, ResultCode.TIMEOUT_INT_VALUE, ResultCode.DECODING_ERROR_INT_VALUE,
                 ResultCode.LOCAL_ERROR_INT_VALUE -> effect.unanswered();
            default -> OutcomeKind.INVALID;
        };
    }

    /**
     * What the server said stays as it is. What the library says of a connection it could not make is a chain of exceptions, one inside the
     * other: an operator is told the innermost reason.
     */
    private static String plain(String said) {
        Matcher inner = INNERMOST.matcher(said);
        if (!said.contains("ldapSDKVersion=") || !inner.find()) {
            return said.strip();
        }
        String reason = inner.group(1).strip();
        Matcher server = SERVER.matcher(said);
        return server.find() ? reason + " (" + server.group(1) + ")" : reason;
    }

    private static String words(LDAPResult result) {
        String said = Optional.ofNullable(result.getDiagnosticMessage()).map(LdapOutcomes::plain).filter(text -> !text.isBlank())
                .map(text -> ": " + text).orElse("");
        String matched = Optional.ofNullable(result.getMatchedDN()).filter(dn -> !dn.isBlank()).map(dn -> " (what exists is " + dn + ")").orElse("");
        String elsewhere = result.getReferralURLs() == null || result.getReferralURLs().length == 0 ? ""
                : " (this server refers to " + String.join(", ", result.getReferralURLs()) + "; connect to that one)";
        String explained = ActiveDirectoryError.in(result.getDiagnosticMessage()).flatMap(ActiveDirectoryError::explanation).map(text -> " (" + text + ")").orElse("");
        return "LDAP " + result.getResultCode().intValue() + " " + result.getResultCode().getName() + said + explained + matched + elsewhere;
    }
}
