package io.caravan.operations;

import io.caravan.camel.push.PushSystem;
import io.caravan.connector.SystemSpec;
import io.caravan.diagnostic.Suggestion;
import io.caravan.engine.LogEntry;
import io.caravan.engine.TokenStore;
import io.caravan.engine.TokenStore.Token;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * By what other systems show who they are when they send records. Whoever has a token may send what one system says, and nothing else.
 *
 * @param tokens  that count, or counted until a day
 * @param made    a new one, told this once; only its hash is kept
 * @param revoked the name of one that counts no more
 */
public record AccessTokens(List<Entry> tokens, Optional<Made> made, Optional<String> revoked) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");
    private static final String PREFIX = "cvn_";
    private static final int BYTES = 32;

    /** @param over whether its last day is */
    public record Entry(String name, String system, String createdBy, String createdAt, Optional<String> until, boolean over) {
    }

    /** @param url where what is sent goes, as the settings say */
    public record Made(String name, String system, String token, String url, Optional<String> until) {
    }

    public static AccessTokens of(OpenProject project) {
        return new AccessTokens(project.store().tokens().tokens().stream().map(token -> new Entry(token.name(), token.system(), token.createdBy(), token.createdAt().toString(), token.until().map(Instant::toString),
                !token.countsAt(project.now()))).toList(), Optional.empty(), Optional.empty());
    }

    /**
     * @param system whose records are sent
     * @param until  the last day, or a moment; empty: until it is revoked
     * @throws Refusal when there is no such system, it takes no records, or the name is taken
     */
    public static AccessTokens create(OpenProject project, String name, String system, Optional<String> until) {
        if (!NAME.matcher(name).matches()) {
            throw new Refusal(Refusal.Kind.USAGE, "'" + name + "' is no name for a token", "Write lower-case letters, digits and hyphens, such as hr-platform");
        }
        checkTakesRecords(project, system);
        Optional<Instant> end = until.map(text -> Days.endOf(project, text));
        if (end.filter(moment -> !moment.isAfter(project.now())).isPresent()) {
            throw new Refusal(Refusal.Kind.USAGE, "that day is over", "Write an --until that lies ahead");
        }
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        TokenStore tokens = project.store().tokens();
        project.store().inTransaction(() -> {
            if (!tokens.create(new Token(name, hash(secret), system, project.caller().name(), project.now(), end))) {
                throw new Refusal(Refusal.Kind.FAILED, "there is a token " + name + " already", "Take another name, and revoke the old one when the sender has the new one");
            }
            log(project, system, "token-create", name + end.map(moment -> "; until " + moment).orElse(""));
        });
        return new AccessTokens(List.of(), Optional.of(new Made(name, system, secret, project.pushUrl(system), end.map(Instant::toString))), Optional.empty());
    }

    /** @throws Refusal when there is none of that name */
    public static AccessTokens revoke(OpenProject project, String name) {
        TokenStore tokens = project.store().tokens();
        List<Token> known = tokens.tokens();
        Token token = known.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow(() -> new Refusal(Refusal.Kind.FAILED, "there is no token " + name
                + Suggestion.nearest(name, known.stream().map(Token::name).toList()).map(near -> "; did you mean " + near + "?").orElse(""), "caravan token list shows those there are"));
        project.store().inTransaction(() -> {
            tokens.revoke(name);
            log(project, token.system(), "token-revoke", name);
        });
        return new AccessTokens(List.of(), Optional.empty(), Optional.of(name));
    }

    private static void checkTakesRecords(OpenProject project, String system) {
        List<String> those = project.project().systems().values().stream().filter(one -> one.connector().heading().name().equals(PushSystem.CONNECTOR)).map(SystemSpec::name).sorted().toList();
        if (!those.contains(system)) {
            throw new Refusal(Refusal.Kind.USAGE, "no system '" + system + "' takes records that are sent" + Suggestion.nearest(system, those).map(near -> "; did you mean '" + near + "'?").orElse(""),
                    those.isEmpty() ? "Add one: caravan.systems.NAME.connector = " + PushSystem.CONNECTOR + " (docs/how-to/take-what-is-sent.md)" : "There is " + String.join(", ", those));
        }
    }

    private static String hash(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static void log(OpenProject project, String system, String action, String what) {
        project.store().log().append(List.of(new LogEntry(project.now(), new LogEntry.By("", 0, action + " by " + project.caller().name()), LogEntry.About.system(system), action,
                LogEntry.Result.of(LogEntry.Status.SUCCESS, what), List.of(), List.of())));
    }
}
