package io.caravan.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The hash chain of the provisioning log.
 *
 * <p>An entry's hash is SHA-256, in lower-case hex, over the UTF-8 bytes of: the hash of the entry before it (64 zeros
 * before the first), a line feed, and the entry's canonical form. The canonical form is one JSON array without spaces:
 * {@code [sequence, at, cycle, job, identity_key, source_anchor, target, target_anchor, action, status, reason, changes,
 * steps, attempts, duration_millis, initiated_by]}, each value as the column holds it: numbers as numbers, all else as
 * text, {@code changes} and {@code steps} as the JSON text that is stored. In a JSON text only {@code "}, {@code \} and
 * control characters are escaped: {@code \" \\ \b \f \n \r \t}, else {@code \}{@code u} and four upper-case hex digits.
 *
 * <p>The table's only row in {@code log_head} holds the number of entries and the last hash, written in the same
 * transaction. So a changed, removed, inserted or moved entry is found, and so is a tail that was cut off. What cannot be
 * found: somebody who may write to the database and computes all hashes anew from some entry on, {@code log_head}
 * included. Whoever has to exclude that keeps {@code lastHash} somewhere else from time to time.
 */
final class LogChain {

    /** The hash before the first entry. */
    static final String START = "0".repeat(64);

    private final MessageDigest digest = sha256();

    /** One entry as its columns hold it. */
    record Row(long sequence, String at, long cycle, String job, String identityKey, String sourceAnchor, String target,
               String targetAnchor, String action, String status, String reason, String changes, String steps,
               int attempts, long durationMillis, String initiatedBy) {
    }

    String hash(String before, Row entry) {
        digest.update(before.getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) '\n');
        return HexFormat.of().formatHex(digest.digest(canonical(entry).getBytes(StandardCharsets.UTF_8)));
    }

    static String canonical(Row entry) {
        return Json.text(out -> {
            out.writeStartArray();
            out.writeNumber(entry.sequence());
            out.writeString(entry.at());
            out.writeNumber(entry.cycle());
            out.writeString(entry.job());
            out.writeString(entry.identityKey());
            out.writeString(entry.sourceAnchor());
            out.writeString(entry.target());
            out.writeString(entry.targetAnchor());
            out.writeString(entry.action());
            out.writeString(entry.status());
            out.writeString(entry.reason());
            out.writeString(entry.changes());
            out.writeString(entry.steps());
            out.writeNumber(entry.attempts());
            out.writeNumber(entry.durationMillis());
            out.writeString(entry.initiatedBy());
            out.writeEndArray();
        });
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
