package io.caravan.runtime;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** Of all routes but those of connectors: at which step of which file one failed, for whoever tells of it. To be known before routes are loaded. */
final class FailedSteps extends ModelLifecycleStrategySupport implements InterceptStrategy {

    /** A failure may go from one exchange to another, from a part of a split to the whole; where it was thrown stays what it is. */
    private static final Map<Throwable, String> PLACES = Collections.synchronizedMap(new WeakHashMap<>());
    private static final String OF_A_CONNECTOR = "kamelet:";

    @Override
    public void onAddRouteDefinition(RouteDefinition route) {
        if (!ToldRoutes.address(route).startsWith(OF_A_CONNECTOR)) {
            ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class).forEach(step -> step.addInterceptStrategy(this));
        }
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

    /** The innermost step is done first. */
    private static void note(Exchange exchange, NamedNode step) {
        Throwable failure = exchange.getException();
        if (failure != null) {
            PLACES.computeIfAbsent(failure, seen -> place(step));
        }
    }

    private static String place(NamedNode step) {
        String file = step.getLocation() == null ? "" : step.getLocation().replaceFirst("^[a-z]+:", "");
        String name = file.substring(file.lastIndexOf('/') + 1);
        int line = StepLine.of(step);
        return (name.isEmpty() ? "" : "routes/" + name + (line > 0 ? ":" + line : "") + " ") + "(" + step.getShortName() + ")";
    }

    /** Where it was thrown: file, line and step, with a colon behind them; of a route that was called by another the inner one. Empty where nobody saw. */
    static String place(Throwable failed) {
        String place = "";
        for (Throwable one = failed; one != null; one = one.getCause() == one ? null : one.getCause()) {
            String seen = PLACES.get(one);
            place = seen == null ? place : seen + ": ";
        }
        return place;
    }
}
