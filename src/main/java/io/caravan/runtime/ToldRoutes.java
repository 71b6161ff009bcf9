package io.caravan.runtime;

import java.util.Set;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.model.errorhandler.RefErrorHandlerDefinition;
import org.apache.camel.spi.CamelLogger;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Of the routes that are told of events, alerts and reports: at which step of which file one failed, for whoever called it and says so in one line. That Camel
 * tells the same with all its classes is left out, unless the route has an error handler of its own. To be known before routes are loaded. Other
 * routes are as they are.
 */
final class ToldRoutes extends ModelLifecycleStrategySupport implements InterceptStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(ToldRoutes.class);
    private static final String FAILED_AT = "CaravanFailedAt";
    private static final Set<String> ADDRESSES = Set.of(Events.ROUTE, Alerts.ROUTE, ReportDelivery.ROUTE);

    /** Where a failure was seen first. */
    private record FailedAt(Throwable failure, String place) {
    }

    @Override
    public void onAddRouteDefinition(RouteDefinition route) {
        if (!ADDRESSES.contains(address(route))) {
            return;
        }
        tellsAs(route, new CamelLogger(LOG, LoggingLevel.OFF));
        ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class).forEach(step -> step.addInterceptStrategy(this));
    }

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode step, Processor target, Processor next) {
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                return super.process(exchange, doneSync -> {
                    note(exchange, step);
                    callback.done(doneSync);
                });
            }
        };
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

    /** The innermost step is done first. */
    private static void note(Exchange exchange, NamedNode step) {
        Throwable failure = exchange.getException();
        FailedAt before = exchange.getProperty(FAILED_AT, FailedAt.class);
        if (failure != null && (before == null || before.failure() != failure)) {
            exchange.setProperty(FAILED_AT, new FailedAt(failure, place(step)));
        }
    }

    private static String place(NamedNode step) {
        String file = step.getLocation() == null ? "" : step.getLocation().replaceFirst("^[a-z]+:", "");
        String name = file.substring(file.lastIndexOf('/') + 1);
        return (name.isEmpty() ? "" : "routes/" + name + (step.getLineNumber() > 0 ? ":" + step.getLineNumber() : "") + " ") + "(" + step.getShortName() + ")";
    }

    /** Where the exchange failed, with a blank behind it; empty where nobody saw. */
    static String place(Exchange failed) {
        FailedAt at = failed.getProperty(FAILED_AT, FailedAt.class);
        return at == null ? "" : at.place() + ": ";
    }
}
