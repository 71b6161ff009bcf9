package io.caravan.camel.csv;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * An input that ends where it fails, and tells the failure afterwards: whatever was read before (a truncated gzip, a
 * share that went away) is still decoded to the last character.
 */
final class BrokenOffInput extends FilterInputStream {

    private IOException failure;

    BrokenOffInput(InputStream input) {
        super(input);
    }

    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public int read() throws IOException {
        throw new UnsupportedOperationException("read in blocks");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        if (failure != null) {
            return -1;
        }
        try {
            return super.read(bytes, offset, length);
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
