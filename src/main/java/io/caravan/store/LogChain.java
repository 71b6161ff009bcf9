package io.caravan.store;

import io.caravan.subject.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The hash chain of the provisioning log.
 *
 * <p>An entry's hash is SHA-256, in lower-case hex, over the UTF-8 bytes of: the hash of the entry before it (64 zeros
 * before the first), a line feed, and the entry's canonical form. The canonical form is one JSON array without spaces:
 * {@code [sequence, at, cycle, job, subject_key, source_anchor, target, target_anchor, action, status, reason, changes,
 * steps, attempts, duration_millis, initiated_by]}, with {@code subject_kind} behind where that is not {@code person}, each value as the column holds it: numbers as numbers, all else as
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

    private static final String PERSON = Kind.PERSON.name();
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private final MessageDigest digest = sha256();
    /** The canonical form of one entry at a time: most of what an entry costs, so it is neither a text nor made anew. */
    private byte[] form = new byte[4096];
    private int length;

    /** One entry as its columns hold it. */
    record Row(long sequence, String at, long cycle, String job, String identityKey, String sourceAnchor, String target,
               String targetAnchor, String action, String status, String reason, String changes, String steps,
               int attempts, long durationMillis, String initiatedBy, String subjectKind) {
    }

    String hash(String before, Row entry) {
        digest.update(before.getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) '\n');
        write(entry);
        digest.update(form, 0, length);
        return HexFormat.of().formatHex(digest.digest());
    }

    static String canonical(Row entry) {
        LogChain chain = new LogChain();
        chain.write(entry);
        return new String(chain.form, 0, chain.length, StandardCharsets.UTF_8);
    }

    private void write(Row entry) {
        length = 0;
        number('[', entry.sequence());
        text(entry.at());
        number(',', entry.cycle());
        text(entry.job());
        text(entry.identityKey());
        text(entry.sourceAnchor());
        text(entry.target());
        text(entry.targetAnchor());
        text(entry.action());
        text(entry.status());
        text(entry.reason());
        text(entry.changes());
        text(entry.steps());
        number(',', entry.attempts());
        number(',', entry.durationMillis());
        text(entry.initiatedBy());
        if (!entry.subjectKind().equals(PERSON)) {
            text(entry.subjectKind());
        }
        form[length++] = ']';
    }

    private void number(char before, long number) {
        byte[] digits = Long.toString(number).getBytes(StandardCharsets.US_ASCII);
        makeRoomFor(digits.length);
        form[length++] = (byte) before;
        System.arraycopy(digits, 0, form, length, digits.length);
        length += digits.length;
    }

    private void text(String text) {
        makeRoomFor(text.length());
        form[length++] = ',';
        form[length++] = '"';
        int plain = 0;
        while (plain < text.length() && text.charAt(plain) < 0x80) {
            one((byte) text.charAt(plain++));
        }
        if (plain < text.length()) {
            byte[] rest = text.substring(plain).getBytes(StandardCharsets.UTF_8);
            makeRoomFor(rest.length);
            for (byte one : rest) {
                one(one);
            }
        }
        form[length++] = '"';
    }

    private void one(byte one) {
        if (one == '"' || one == '\\' || one >= 0 && one < ' ') {
            escaped(one);
        } else {
            form[length++] = one;
        }
    }

    private void escaped(byte one) {
        form[length++] = '\\';
        int letter = "\b\f\n\r\t".indexOf(one);
        if (one >= ' ') {
            form[length++] = one;
        } else if (letter >= 0) {
            form[length++] = (byte) "bfnrt".charAt(letter);
        } else {
            form[length++] = 'u';
            form[length++] = '0';
            form[length++] = '0';
            form[length++] = HEX[one >> 4];
            form[length++] = HEX[one & 0xf];
        }
    }

    /** Each byte can become six; and what stands around a value and at the end. */
    private void makeRoomFor(int bytes) {
        int needed = length + 6 * bytes + 4;
        if (needed > form.length) {
            form = Arrays.copyOf(form, Math.max(needed, 2 * form.length));
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
