package io.caravan.runtime;

import java.util.Set;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ModelLifecycleStrategy;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.model.errorhandler.RefErrorHandlerDefinition;
import org.apache.camel.processor.errorhandler.DefaultErrorHandler;
import org.apache.camel.spi.CamelLogger;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Of the routes that are told of events, alerts and reports: at which step of which file one failed, for whoever called it and says so in one line. That Camel
 * tells the same with all its classes is left out, unless the route has an error handler of its own. To be known before routes are loaded. Other
 * routes are as they are, but for those of a cycle: that the store is away is not told by Camel, too.
 */
final class ToldRoutes implements InterceptStrategy, ModelLifecycleStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(ToldRoutes.class);
    private static final String FAILED_AT = "CaravanFailedAt";
    private static final Set<String> ADDRESSES = Set.of(Events.ROUTE, Alerts.ROUTE, ReportDelivery.ROUTE);
    private static final Set<String> FLOW = Set.of("direct:cycle", "direct:inbound", "direct:plan");

    /** Where a failure was seen first. */
    private record FailedAt(Throwable failure, String place) {
    }

    /** As Camel tells of it; that the store is away is told once, in a line, by the end of the cycle that it broke. */
    private static final class Exhausted extends CamelLogger {

        private Exhausted() {
            super(LoggerFactory.getLogger(DefaultErrorHandler.class), LoggingLevel.ERROR);
        }

        @Override
        public void log(String message, Throwable failure, LoggingLevel level) {
            if (!CycleLog.isOfTheStore(failure)) {
                super.log(message, failure, level);
            }
        }
    }

    @Override
    public void onAddRouteDefinition(RouteDefinition route) {
        if ((isTold(route) || isOf(route, FLOW)) && route.getErrorHandlerFactory() instanceof RefErrorHandlerDefinition named && RefErrorHandlerDefinition.DEFAULT_ERROR_HANDLER_BUILDER.equals(named.getRef())) {
            DefaultErrorHandlerDefinition quiet = new DefaultErrorHandlerDefinition();
            quiet.setLoggerBean(isTold(route) ? new CamelLogger(LOG, LoggingLevel.OFF) : new Exhausted()); // without redelivery Camel 4.18 asks only its logger
            route.setErrorHandlerFactory(quiet);
        }
        if (!isTold(route)) {
            return;
        }
        ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class).forEach(step -> step.addInterceptStrategy(this));
    }

    @Override
    public void onAddRouteTemplateDefinition(RouteTemplateDefinition template) {
        // none of them is told of anything
    }

    @Override
    public void onRemoveRouteDefinition(RouteDefinition route) {
        // nothing was kept of it
    }

    @Override
    public void onRemoveRouteTemplateDefinition(RouteTemplateDefinition template) {
        // nor of it
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

    private static boolean isTold(RouteDefinition route) {
        return isOf(route, ADDRESSES);
    }

    private static boolean isOf(RouteDefinition route, Set<String> addresses) {
        return route.getInput() != null && addresses.contains(route.getInput().getEndpointUri().replace("://", ":"));
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
