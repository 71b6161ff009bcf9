package io.caravan.camel.csv;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;

/**
 * Looks at bytes that go by whether they are UTF-8 (RFC 3629 §4). Text in a charset of one byte for each character is hardly ever: of its
 * characters beyond ASCII each would have to be followed by just the right others. Not thread-safe.
 */
final class Utf8Evidence extends FilterInputStream {

    private int expected;
    private long sequences;
    private boolean contradicted;

    Utf8Evidence(InputStream input) {
        super(input);
    }

    /** Whether this tells anything of text in that charset. */
    static boolean canTell(Charset charset) {
        return charset.canEncode() && charset.newEncoder().maxBytesPerChar() == 1;
    }

    /** Characters beyond ASCII came, and each was UTF-8. */
    boolean speaksForUtf8() {
        return !contradicted && sequences > 0;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        for (int i = offset; i < offset + count && !contradicted; i++) {
            if (bytes[i] < 0 || expected > 0) {
                look(bytes[i] & 0xFF);
            }
        }
        return count;
    }

    private void look(int next) {
        if (expected > 0) {
            contradicted = next >> 6 != 0b10;
            expected--;
            sequences += expected == 0 && !contradicted ? 1 : 0;
        } else {
            expected = next >= 0xC2 && next < 0xE0 ? 1 : next >= 0xE0 && next < 0xF0 ? 2 : next >= 0xF0 && next < 0xF5 ? 3 : 0;
            contradicted = expected == 0;
        }
    }
}
