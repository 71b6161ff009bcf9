package io.caravan.camel.csv;

import io.caravan.camel.csv.CsvFormat.EmptyField;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.cycle.SourceReading;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The bean behind {@code connectors/csv-source.kamelet.yaml}: one delimited file as a system. Each setter is one setting
 * of the connector. Set once, then thread-safe.
 */
public final class CsvSystem {

    private static final Map<String, String> NAMED = Map.of("tab", "\t", "\\t", "\t", "comma", ",", "semicolon", ";", "pipe", "|", "space", " ");
    private String folder = ".";
    private String file = "";
    private String key = "";
    private String delimiter = ",";
    private String quote = "\"";
    private String charset = "UTF-8";
    private boolean header = true;
    private String columns = "";
    private int skipLines;
    private String comment = "";
    private String emptyIs = "absent";
    private int maxFieldSize = 1 << 16;
    private String trailer = "";

    /** Whether there is a file, and whether its header fits the settings. */
    public void test() {
        list().close();
    }

    /** All rows, lazily. */
    public SourceReading list() {
        return new CsvReading(found(), format());
    }

    /** The file, or the newest where the setting is a pattern such as {@code drop/hr-*.csv.gz}. */
    private Path found() {
        int lastSlash = file.lastIndexOf('/');
        String last = file.substring(lastSlash + 1);
        if (!last.contains("*") && !last.contains("?")) {
            Path named = Path.of(folder).resolve(file);
            if (!Files.isRegularFile(named)) {
                throw missing("there is no file " + file);
            }
            return named;
        }
        Path parent = Path.of(folder).resolve(lastSlash < 0 ? "" : file.substring(0, lastSlash));
        try (DirectoryStream<Path> matching = Files.newDirectoryStream(parent, last)) {
            return StreamSupport.stream(matching.spliterator(), false).filter(Files::isRegularFile)
                    .max(Comparator.comparingLong((Path each) -> each.toFile().lastModified()).thenComparing(Comparator.naturalOrder()))
                    .orElseThrow(() -> missing("no file matches " + file));
        } catch (IOException failed) {
            throw missing("the folder of " + file + " cannot be read");
        }
    }

    private OutcomeException missing(String what) {
        return new OutcomeException(OutcomeKind.UNAVAILABLE, what + " in " + Path.of(folder).toAbsolutePath().normalize()
                + "; put it there, or correct the setting 'file'");
    }

    private CsvFormat format() {
        try {
            return new CsvFormat(character("delimiter", delimiter).orElseThrow(() -> new IllegalArgumentException("'delimiter' is empty")),
                    character("quote", quote), Charset.forName(charset), header, names(columns), skipLines, character("comment", comment), key,
                    EmptyField.valueOf(emptyIs.toUpperCase(Locale.ROOT)), maxFieldSize,
                    trailer.isEmpty() ? Optional.empty() : Optional.of(CsvFormat.trailerPattern(trailer)));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            throw new OutcomeException(OutcomeKind.INVALID, "the setting 'charset' is '" + charset + "', which is no charset; write UTF-8, ISO-8859-1, UTF-16 …");
        } catch (IllegalArgumentException wrong) {
            throw new OutcomeException(OutcomeKind.INVALID, "the settings for " + file + " do not fit: " + wrong.getMessage());
        }
    }

    private static Optional<Character> character(String setting, String written) {
        String text = NAMED.getOrDefault(written, written);
        if (text.isEmpty() || text.equals("none")) {
            return Optional.empty();
        }
        if (text.length() > 1) {
            throw new IllegalArgumentException("'" + setting + "' must be one character, or tab, semicolon, pipe, none; it is '" + written + "'");
        }
        return Optional.of(text.charAt(0));
    }

    private static List<String> names(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
    }

    public void setFolder(String folder) {
        this.folder = folder;
    }

    public void setFile(String file) {
        this.file = file;
    }

    public void setKey(String key) {
        this.key = key;
    }

    public void setDelimiter(String delimiter) {
        this.delimiter = delimiter;
    }

    public void setQuote(String quote) {
        this.quote = quote;
    }

    public void setCharset(String charset) {
        this.charset = charset;
    }

    public void setHeader(boolean header) {
        this.header = header;
    }

    public void setColumns(String columns) {
        this.columns = columns;
    }

    public void setSkipLines(int skipLines) {
        this.skipLines = skipLines;
    }

    public void setComment(String comment) {
        this.comment = comment;
    }

    public void setEmptyIs(String emptyIs) {
        this.emptyIs = emptyIs;
    }

    public void setMaxFieldSize(int maxFieldSize) {
        this.maxFieldSize = maxFieldSize;
    }

    public void setTrailer(String trailer) {
        this.trailer = trailer;
    }
}
