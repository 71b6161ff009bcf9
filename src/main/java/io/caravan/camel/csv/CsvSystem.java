package io.caravan.camel.csv;

import io.caravan.camel.SourceFiles;
import io.caravan.camel.csv.CsvFormat.EmptyField;
import io.caravan.camel.csv.CsvFormat.ShortRows;
import io.caravan.connector.DisbelievedException;
import io.caravan.connector.KeyColumns;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.SourceReading;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/**
 * The bean behind {@code connectors/csv-source.kamelet.yaml}: one delimited file as a system. Each setter is one setting
 * of the connector. Set once, then thread-safe.
 */
public final class CsvSystem {

    private static final Map<String, String> NAMED = Map.of("tab", "\t", "\\t", "\t", "comma", ",", "semicolon", ";", "pipe", "|", "space", " ");
    private static final int TRIES = 3;
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
    private long maxFileSize = 10_240;
    private boolean wholeNumbers = true;
    private String shortRows = "";
    private String ignoreRows = "";
    private String lastLineEnd = "learnt";
    private String trailer = "";
    private String marker = "";
    private double quietSeconds = 0.5;
    private int waitSeconds = 60;

    /** Whether there is a file, and whether its header fits the settings. Does not wait for it to be finished. */
    public void test() {
        new CsvReading(found(), format()).close();
    }

    /** The columns of the file, as its header or the settings name them. Does not wait for it to be finished. */
    public Map<String, Object> schema() {
        CsvFormat format = format();
        try (CsvReading reading = new CsvReading(found(), format)) {
            KeyColumns key = KeyColumns.of(format.key().column(), reading.columns());
            List<Map<String, Object>> attributes = new ArrayList<>(reading.columns().stream().map(name -> key.columns().contains(name)
                    ? Map.<String, Object>of("name", name, "required", true, "unique", key.isOne()) : Map.<String, Object>of("name", name)).toList());
            if (!key.isOne()) {
                attributes.add(Map.of("name", key.name(), "unique", true));
            }
            return Map.of("attributes", attributes);
        }
    }

    /** All rows, lazily, once the file is finished. */
    public SourceReading list(Exchange exchange) {
        return list(() -> exchange.getContext().isStopping() || exchange.getContext().isStopped());
    }

    /** @param stopping whether nobody wants to wait any longer */
    SourceReading list(BooleanSupplier stopping) {
        CsvFormat format = format();
        for (int tries = 1; true; tries++) {
            Path path = found();
            arrival().await(path, stopping);
            try {
                return new CsvReading(path, format);
            } catch (DisbelievedException writtenTo) {
                if (tries == TRIES) {
                    throw writtenTo;
                }
            }
        }
    }

    private Arrival arrival() {
        return new Arrival(Duration.ofMillis(Math.round(quietSeconds * 1000)), Duration.ofSeconds(waitSeconds), Optional.of(marker).filter(name -> !name.isEmpty()));
    }

    private Path found() {
        return new SourceFiles(Path.of(folder), file, marker).newest();
    }

    private CsvFormat format() {
        try {
            char between = character("delimiter", delimiter).orElseThrow(() -> new IllegalArgumentException("'delimiter' is empty"));
            Optional<Pattern> ignored = Optional.of(names(ignoreRows)).filter(words -> !words.isEmpty()).map(CsvFormat::wordsPattern);
            return new CsvFormat(
                    new CsvFormat.Fields(Charset.forName(charset), between, character("quote", quote), EmptyField.valueOf(emptyIs.toUpperCase(Locale.ROOT))),
                    new CsvFormat.Columns(header, names(columns), skipLines),
                    new CsvFormat.Key(key, wholeNumbers),
                    new CsvFormat.Rows(character("comment", comment), shortRows(), ignored),
                    new CsvFormat.Sizes(maxFieldSize, maxFileSize),
                    new CsvFormat.End(LastLine.Rule.valueOf(lastLineEnd.toUpperCase(Locale.ROOT)),
                            trailer.isEmpty() ? Optional.empty() : Optional.of(CsvFormat.trailerPattern(trailer))));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            throw new OutcomeException(OutcomeKind.INVALID, "the setting 'charset' is '" + charset + "', which is no charset; write UTF-8, ISO-8859-1, UTF-16 …");
        } catch (IllegalArgumentException wrong) {
            throw new OutcomeException(OutcomeKind.INVALID, "the settings for " + file + " do not fit: " + wrong.getMessage());
        }
    }

    /** Without a header nothing but the rows says how many columns there are. */
    private ShortRows shortRows() {
        return shortRows.isEmpty() ? header ? ShortRows.SOME : ShortRows.REJECT : ShortRows.valueOf(shortRows.toUpperCase(Locale.ROOT));
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

    public void setMaxFileSize(long maxFileSize) {
        this.maxFileSize = maxFileSize;
    }

    public void setTrailer(String trailer) {
        this.trailer = trailer;
    }

    public void setWholeNumbers(boolean wholeNumbers) {
        this.wholeNumbers = wholeNumbers;
    }

    public void setShortRows(String shortRows) {
        this.shortRows = shortRows;
    }

    public void setIgnoreRows(String ignoreRows) {
        this.ignoreRows = ignoreRows;
    }

    public void setLastLineEnd(String lastLineEnd) {
        this.lastLineEnd = lastLineEnd;
    }

    public void setMarker(String marker) {
        this.marker = marker;
    }

    public void setQuietSeconds(double quietSeconds) {
        this.quietSeconds = quietSeconds;
    }

    public void setWaitSeconds(int waitSeconds) {
        this.waitSeconds = waitSeconds;
    }
}
