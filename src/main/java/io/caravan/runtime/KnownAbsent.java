package io.caravan.runtime;

import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;

/**
 * Remembers which of Camel's service files the class path lacks. Camel asks for many that nobody has (a function for each placeholder, a factory for each
 * kind of step), again and again, and each question goes through the directory of every jar: a quarter of what a short command cost. The class path of a
 * process stays as it is.
 */
final class KnownAbsent extends DefaultClassResolver {

    private static final String SERVICES = "META-INF/services/org/apache/camel/";
    private static final Set<String> ABSENT = ConcurrentHashMap.newKeySet();

    KnownAbsent(CamelContext context) {
        super(context);
    }

    @Override
    public InputStream loadResourceAsStream(String uri) {
        if (!uri.startsWith(SERVICES)) {
            return super.loadResourceAsStream(uri);
        }
        InputStream found = ABSENT.contains(uri) ? null : super.loadResourceAsStream(uri);
        if (found == null) {
            ABSENT.add(uri);
        }
        return found;
    }
}
