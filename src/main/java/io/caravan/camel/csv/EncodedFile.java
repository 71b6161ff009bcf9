package io.caravan.camel.csv;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A file on its way to text: unpacked when it begins like a gzip, decoded as its byte order mark says (Unicode, section 23.8) or, without one,
 * in the declared charset. Not thread-safe.
 */
final class EncodedFile implements Closeable {

    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int BUFFER = 1 << 16;
    private static final int LONGEST_MARK = 4;
    /** In this order: the mark of UTF-16LE is the beginning of that of UTF-32LE. */
    private static final Map<String, Charset> MARKS = new LinkedHashMap<>();

    static {
        MARKS.put("EFBBBF", StandardCharsets.UTF_8);
        MARKS.put("0000FEFF", Charset.forName("UTF-32BE"));
        MARKS.put("FFFE0000", Charset.forName("UTF-32LE"));
        MARKS.put("FEFF", StandardCharsets.UTF_16BE);
        MARKS.put("FFFE", StandardCharsets.UTF_16LE);
    }

    private final Path file;
    private final FileLook look;
    private final Optional<Utf8Evidence> utf8;
    private final BrokenOffInput input;
    private final Charset charset;

    /** @param mostMebibytes that are read of it, once it is unpacked */
    EncodedFile(Path file, Charset declared, long mostMebibytes) throws IOException {
        this.file = file;
        this.look = FileLook.at(file);
        InputStream bytes = unpacked(new BufferedInputStream(Files.newInputStream(file), BUFFER));
        Optional<Charset> marked;
        try {
            marked = mark(bytes);
        } catch (IOException failed) {
            bytes.close();
            throw failed;
        }
        this.charset = marked.orElse(declared);
        this.utf8 = marked.isEmpty() && Utf8Evidence.canTell(declared) ? Optional.of(new Utf8Evidence(bytes)) : Optional.empty();
        this.input = new BrokenOffInput(utf8.<InputStream>map(evidence -> evidence).orElse(bytes), mostMebibytes);
    }

    private static InputStream unpacked(InputStream bytes) throws IOException {
        bytes.mark(2);
        int magic = bytes.read() << 8 | bytes.read();
        bytes.reset();
        return magic == GZIP_MAGIC ? new BufferedInputStream(new GZIPInputStream(bytes, BUFFER), BUFFER) : bytes;
    }

    /** The charset that a byte order mark names; the mark is then passed. */
    private static Optional<Charset> mark(InputStream bytes) throws IOException {
        bytes.mark(LONGEST_MARK);
        StringBuilder first = new StringBuilder();
        for (byte each : bytes.readNBytes(LONGEST_MARK)) {
            first.append(String.format("%02X", each));
        }
        bytes.reset();
        for (Map.Entry<String, Charset> mark : MARKS.entrySet()) {
            if (first.indexOf(mark.getKey()) == 0) {
                bytes.skipNBytes(mark.getKey().length() / 2);
                return Optional.of(mark.getValue());
            }
        }
        return Optional.empty();
    }

    /** Bytes that are no text become {@link RowSplitter#UNDECODABLE}. */
    Reader reader() {
        return new InputStreamReader(input, charset.newDecoder().onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE).replaceWith(String.valueOf(RowSplitter.UNDECODABLE)));
    }

    FileLook look() {
        return look;
    }

    /** What ended the input before its end. */
    Optional<IOException> failure() {
        return input.failure();
    }

    /** Whether somebody has written to the file, or put another in its place, since it was opened. */
    boolean hasChanged() {
        try {
            return !FileLook.at(file).equals(look);
        } catch (IOException gone) {
            return true;
        }
    }

    /** Whether what has been read is UTF-8, although another charset is declared. */
    boolean isUtf8AfterAll() {
        return utf8.filter(Utf8Evidence::speaksForUtf8).isPresent();
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
