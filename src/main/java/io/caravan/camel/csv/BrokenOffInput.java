package io.caravan.camel.csv;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * An input that ends where it fails, or goes on for longer than anybody reads, and tells the failure afterwards: whatever was read
 * before (a truncated gzip, a share that went away) is still decoded to the last character.
 */
final class BrokenOffInput extends FilterInputStream {

    private static final long MEBIBYTE = 1024 * 1024;

    /** There is more of it than it may have. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        TooLarge(String message) {
            super(message);
        }
    }

    private final long mostMebibytes;
    private long bytes;
    private IOException failure;

    BrokenOffInput(InputStream input, long mostMebibytes) {
        super(input);
        this.mostMebibytes = mostMebibytes;
    }

    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public int read() throws IOException {
        throw new UnsupportedOperationException("read in blocks");
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (failure != null) {
            return -1;
        }
        try {
            int read = super.read(into, offset, length);
            bytes += Math.max(0, read);
            if (bytes > mostMebibytes * MEBIBYTE) {
                failure = new TooLarge("it has more than " + mostMebibytes + " MiB");
                return -1;
            }
            return read;
        } catch (IOException brokenOff) {
            failure = brokenOff;
            return -1;
        }
    }

    @Override
    public int available() {
        return 0;
    }
}
