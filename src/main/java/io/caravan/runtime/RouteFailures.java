package io.caravan.runtime;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailedEvent;
import org.apache.camel.support.EventNotifierSupport;

/**
 * Hears of the batches whose route threw: Camel's splitter passes over them, so that nobody would ever know. What was tapped off
 * for somebody else is that one's affair. And of the routes of the schedule that threw before a cycle had begun, which no cycle can tell.
 */
final class RouteFailures extends EventNotifierSupport {

    private static final String RUN = "CaravanCycle";
    private static final String DISPATCHED_BY = "CaravanDispatchedBy";

    private final Caravan caravan;

    RouteFailures(Caravan caravan) {
        this.caravan = caravan;
        setIgnoreCamelContextEvents(true);
        setIgnoreCamelContextInitEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreStepEvents(true);
        setIgnoreExchangeCreatedEvent(true);
        setIgnoreExchangeCompletedEvent(true);
        setIgnoreExchangeSendingEvents(true);
        setIgnoreExchangeSentEvents(true);
        setIgnoreExchangeRedeliveryEvents(true);
        setIgnoreExchangeAsyncProcessingStartedEvents(true);
    }

    /** The exchanges that this one is split into carry batches of the cycle. */
    static void watch(Exchange dispatching, CycleRun run) {
        dispatching.setProperty(RUN, run);
        dispatching.setProperty(DISPATCHED_BY, dispatching.getExchangeId());
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof ExchangeFailedEvent failed && beganNone(failed.getExchange())) {
            CycleLog.neverBegan(failed.getExchange().getFromRouteId(), CycleEnd.said(failed.getExchange().getException()));
        } else if (event instanceof ExchangeFailedEvent failed && failed.getExchange().getProperty(RUN) instanceof CycleRun run) {
            Exchange exchange = failed.getExchange();
            boolean ours = exchange.getProperty(DISPATCHED_BY, String.class).equals(exchange.getProperty(ExchangePropertyKey.CORRELATION_ID, String.class));
            if (ours && exchange.getException() != null && !run.hasEnded()) {
                CycleEnd.broke(run, exchange.getException());
            }
        }
    }

    /** Whether a route of the schedule broke, and there is no cycle that tells it. */
    private static boolean beganNone(Exchange exchange) {
        String route = exchange.getFromRouteId() == null ? "" : exchange.getFromRouteId();
        return exchange.getException() != null && Schedules.isOne(route) && exchange.getVariable(ControlData.CYCLE) == null;
    }
}
