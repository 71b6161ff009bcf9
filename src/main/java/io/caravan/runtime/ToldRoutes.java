package io.caravan.runtime;

import java.util.Set;
import org.apache.camel.LoggingLevel;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.model.errorhandler.RefErrorHandlerDefinition;
import org.apache.camel.spi.CamelLogger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Of the routes that are told of events, alerts and reports: that one failed is told by whoever called it, in one line. That Camel tells the same with all its classes
 * is left out, unless the route has an error handler of its own. To be known before routes are loaded. Other routes are as they are.
 */
final class ToldRoutes extends ModelLifecycleStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger(ToldRoutes.class);
    private static final Set<String> ADDRESSES = Set.of(Events.ROUTE, Alerts.ROUTE, ReportDelivery.ROUTE);

    @Override
    public void onAddRouteDefinition(RouteDefinition route) {
        if (ADDRESSES.contains(address(route))) {
            tellsAs(route, new CamelLogger(LOG, LoggingLevel.OFF));
        }
    }

    /** Where a route listens; empty where it does not. */
    static String address(RouteDefinition route) {
        return route.getInput() == null ? "" : route.getInput().getEndpointUri().replace("://", ":");
    }

    /** What Camel says of a failure of this route goes there; a route with an error handler of its own keeps it. */
    static void tellsAs(RouteDefinition route, CamelLogger logger) {
        if (route.getErrorHandlerFactory() instanceof RefErrorHandlerDefinition named && RefErrorHandlerDefinition.DEFAULT_ERROR_HANDLER_BUILDER.equals(named.getRef())) {
            DefaultErrorHandlerDefinition handler = new DefaultErrorHandlerDefinition();
            handler.setLoggerBean(logger); // without redelivery Camel 4.18 asks only its logger
            route.setErrorHandlerFactory(handler);
        }
    }
}
