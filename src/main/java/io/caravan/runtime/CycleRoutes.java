package io.caravan.runtime;

import java.util.List;
import org.apache.camel.LoggingLevel;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.processor.errorhandler.DefaultErrorHandler;
import org.apache.camel.spi.CamelLogger;
import org.slf4j.LoggerFactory;

/**
 * Of the routes of a cycle: that the store is away is told once, in a line, by the end of the cycle that it broke, and not by Camel with all its classes, too. Whatever
 * else fails in them is told as Camel tells it. To be known before routes are loaded.
 */
final class CycleRoutes extends ModelLifecycleStrategySupport {

    private static final List<String> ADDRESSES = List.of("direct:cycle", "direct:inbound", "direct:plan", "direct:probe", "direct:dispatch", "direct:deliver");

    /** Says what Camel would say, but for failures of the store, and for what addresses have beside the host. */
    private static final class NothingOfTheStore extends CamelLogger {

        private NothingOfTheStore() {
            super(LoggerFactory.getLogger(DefaultErrorHandler.class), LoggingLevel.ERROR);
        }

        @Override
        public void log(String message, Throwable failure) {
            log(message, failure, getLevel());
        }

        @Override
        public void log(String message, Throwable failure, LoggingLevel level) {
            if (!CycleLog.isOfTheStore(failure)) {
                super.log(RouteAnswer.withoutPaths(message), failure == null ? null : CycleLog.withoutPaths(failure), level);
            }
        }
    }

    @Override
    public void onAddRouteDefinition(RouteDefinition route) {
        String address = ToldRoutes.address(route);
        if (ADDRESSES.stream().anyMatch(address::startsWith)) {
            if (route.getErrorHandlerFactory() instanceof DefaultErrorHandlerDefinition own && own.getLoggerBean() == null && own.getLoggerRef() == null) {
                own.setLoggerBean(new NothingOfTheStore());
            } else {
                ToldRoutes.tellsAs(route, new NothingOfTheStore());
            }
        }
    }
}
