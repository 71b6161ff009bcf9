package io.caravan.camel.ldap;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPConnectionPoolHealthCheck;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPInterface;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.PasswordExpiringControl;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ResponseControl;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10WarningType;
import com.unboundid.util.StaticUtils;
import io.caravan.connector.CredentialEnd;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Until when the password of the bind DN is good, as far as the directory says: with the answer to a bind (draft-behera-ldap-password-policy-10 §6.2, and
 * Netscape's password expiring control), and in the entry of the bind DN itself, which is read once a day. A directory that shows nothing, or what
 * nobody understands, says nothing. Thread-safe.
 */
final class OwnPassword extends LDAPConnectionPoolHealthCheck {

    private static final String PASSWORD = "password of the bind DN";
    private static final String ACCOUNT = "account of the bind DN";
    private static final Duration BETWEEN_READS = Duration.ofDays(1);
    /** Moments as RFC 4517 §3.3.13 has them: the draft's, 389 Directory Server's and eDirectory's, PingDirectory's, FreeIPA's. */
    private static final List<String> ENDS = List.of("pwdEndTime", "passwordExpirationTime", "ds-pwp-password-expiration-time", "krbPasswordExpiration");
    /** Ticks of 100 ns since 1601, [MS-ADA2] and [MS-ADA1]; 0 and the largest number mean never. */
    private static final String AD_PASSWORD = "msDS-UserPasswordExpiryTimeComputed";
    private static final String AD_ACCOUNT = "accountExpires";
    private static final Instant AD_EPOCH = Instant.parse("1601-01-01T00:00:00Z");
    private static final long TICKS_PER_SECOND = 10_000_000;
    private static final Instant NEVER = Instant.parse("4712-01-01T00:00:00Z");
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final String CHANGED = "pwdChangedTime";
    private static final String POLICY = "pwdPolicySubentry";
    private static final String MAX_AGE = "pwdMaxAge";

    private final Optional<String> bindDn;
    private final Clock clock;
    private volatile Optional<Instant> byBind = Optional.empty();
    private volatile List<CredentialEnd> byEntry = List.of();
    private Instant read = Instant.EPOCH;

    OwnPassword(Optional<String> bindDn, Clock clock) {
        this.bindDn = bindDn.filter(dn -> !dn.isBlank());
        this.clock = clock;
    }

    /** Every new connection binds, and its answer takes the place of the one before. */
    @Override
    public void ensureConnectionValidAfterAuthentication(LDAPConnection connection, BindResult answer) {
        byBind = end(answer, clock.instant());
    }

    private static Optional<Instant> end(BindResult answer, Instant now) {
        try {
            Optional<Instant> netscape = Optional.ofNullable(PasswordExpiringControl.get(answer)).map(control -> now.plusSeconds(control.getSecondsUntilExpiration()));
            return netscape.isPresent() ? netscape : Optional.ofNullable(DraftBeheraLDAPPasswordPolicy10ResponseControl.get(answer)).filter(control -> control.getWarningType() != null)
                    .map(control -> control.getWarningType() == DraftBeheraLDAPPasswordPolicy10WarningType.TIME_BEFORE_EXPIRATION ? now.plusSeconds(control.getWarningValue()) : now);
        } catch (LDAPException notUnderstood) {
            return Optional.empty();
        }
    }

    /** All that is known. What the bind said is meant where the entry says something else. */
    List<CredentialEnd> ends() {
        Stream<CredentialEnd> bind = byBind.stream().map(until -> new CredentialEnd(PASSWORD, until));
        return Stream.concat(bind, byEntry.stream().filter(end -> byBind.isEmpty() || !end.what().equals(PASSWORD))).toList();
    }

    /** Reads the entry of the bind DN, and binds anew, where that was not done today: connections last longer. Who may not read it is told nothing. */
    synchronized void look(LDAPConnectionPool directory, Supplier<BindRequest> bind) {
        Instant now = clock.instant();
        if (bindDn.isEmpty() || Duration.between(read, now).abs().compareTo(BETWEEN_READS) < 0) {
            return;
        }
        boolean hasJustBound = read.equals(Instant.EPOCH);
        read = now;
        try {
            if (!hasJustBound) {
                byBind = end(directory.bindAndRevertAuthentication(bind.get()), now);
            }
            byEntry = entry(directory).map(entry -> ends(entry, directory)).orElse(List.of());
        } catch (LDAPException notShown) {
            byEntry = List.of(); // that the password is not taken any more is told by whoever calls next
        }
    }

    private Optional<SearchResultEntry> entry(LDAPInterface directory) throws LDAPException {
        if (!DN.isValidDN(bindDn.orElseThrow())) {
            return Optional.empty();
        }
        List<String> wanted = new ArrayList<>(ENDS);
        wanted.addAll(List.of(AD_PASSWORD, AD_ACCOUNT, CHANGED, POLICY));
        SearchRequest request = new SearchRequest(bindDn.get(), SearchScope.BASE, Filter.createPresenceFilter("objectClass"), wanted.toArray(String[]::new));
        return directory.search(request).getSearchEntries().stream().findFirst();
    }

    private static List<CredentialEnd> ends(SearchResultEntry entry, LDAPInterface directory) {
        Optional<Instant> password = Stream.concat(ENDS.stream().flatMap(name -> moment(entry, name).stream()), ticks(entry, AD_PASSWORD).stream())
                .min(Instant::compareTo).or(() -> byPolicy(entry, directory));
        return Stream.concat(password.stream().map(until -> new CredentialEnd(PASSWORD, until)), ticks(entry, AD_ACCOUNT).stream().map(until -> new CredentialEnd(ACCOUNT, until)))
                .filter(end -> end.until().isAfter(EARLIEST) && end.until().isBefore(NEVER)).toList();
    }

    /** The draft's §5.2.2 and §5.3.2: an age of 0 is none. */
    private static Optional<Instant> byPolicy(SearchResultEntry entry, LDAPInterface directory) {
        String policy = entry.getAttributeValue(POLICY);
        try {
            SearchResultEntry found = policy == null ? null : directory.getEntry(policy, MAX_AGE);
            Long age = found == null ? null : found.getAttributeValueAsLong(MAX_AGE);
            return age == null || age <= 0 ? Optional.empty() : moment(entry, CHANGED).map(changed -> changed.plusSeconds(Math.min(age, Integer.MAX_VALUE)));
        } catch (LDAPException notShown) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> moment(SearchResultEntry entry, String name) {
        String text = entry.getAttributeValue(name);
        try {
            return text == null ? Optional.empty() : Optional.of(StaticUtils.decodeGeneralizedTime(text).toInstant());
        } catch (ParseException notOne) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> ticks(SearchResultEntry entry, String name) {
        Long ticks = entry.getAttributeValueAsLong(name);
        return ticks == null || ticks <= 0 || ticks == Long.MAX_VALUE ? Optional.empty() : Optional.of(AD_EPOCH.plusSeconds(ticks / TICKS_PER_SECOND));
    }
}
