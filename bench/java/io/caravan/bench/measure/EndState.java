package io.caravan.bench.measure;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/**
 * What a target holds: how many accounts, and one number over all that is in them.
 *
 * @param hash the same for the same accounts, whatever their order
 */
public record EndState(long accounts, String hash) {

    /** Adds up accounts. Not thread-safe. */
    public static final class Sum {

        private final MessageDigest digest;
        private long accounts;
        private long sum;

        public Sum() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException missing) {
                throw new IllegalStateException("every JDK has SHA-256", missing);
            }
        }

        /** One account, in a text that says all that is in it. */
        public void account(String text) {
            accounts++;
            more(text);
        }

        /** Something that is not an account, but has to be the same. */
        public void more(String text) {
            byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
            long first = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                first = first << Byte.SIZE | hash[i] & 0xff;
            }
            sum += first;
        }

        public EndState state() {
            return new EndState(accounts, String.format(Locale.ROOT, "%016x", sum));
        }
    }
}
