package io.caravan.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;
import io.caravan.diagnostic.VisibleText;

/** {@code %visible(…)} in {@code logback.xml}: what a log line quotes can neither steer the terminal nor hide. Line ends and tabs of a trace stay. */
public final class VisibleLog extends CompositeConverter<ILoggingEvent> {

    @Override
    protected String transform(ILoggingEvent event, String text) {
        return VisibleText.of(text, event.getThrowableProxy() == null ? "" : "\n\t");
    }
}
