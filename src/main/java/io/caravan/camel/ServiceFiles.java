package io.caravan.camel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;

/**
 * Remembers Camel's service files, each a line or two, and which of them the class path lacks. Camel asks for many that nobody has (a function for each
 * placeholder, a factory for each kind of step), again and again, and each question goes through the directory of every jar: a quarter of what a short
 * command cost. The class path of a process stays as it is.
 */
public final class ServiceFiles extends DefaultClassResolver {

    private static final String FOLDER = "META-INF/services/org/apache/camel/";
    private static final Map<String, Optional<byte[]>> KNOWN = new ConcurrentHashMap<>();

    public ServiceFiles(CamelContext context) {
        super(context);
    }

    @Override
    public InputStream loadResourceAsStream(String uri) {
        if (!uri.startsWith(FOLDER)) {
            return super.loadResourceAsStream(uri);
        }
        return KNOWN.computeIfAbsent(uri, this::read).map(ByteArrayInputStream::new).orElse(null);
    }

    private Optional<byte[]> read(String uri) {
        try (InputStream file = super.loadResourceAsStream(uri)) {
            return file == null ? Optional.empty() : Optional.of(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
