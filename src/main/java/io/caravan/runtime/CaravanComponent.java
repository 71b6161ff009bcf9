package io.caravan.runtime;

import io.caravan.engine.LeaseLostException;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * The Camel component {@code caravan:<step>}: what the routes in {@code routes/} call. It works in any Camel runtime:
 * where no {@link Caravan} is bound in the registry, it opens the project in the folder that the property
 * {@code caravan.project} names (default: the current one).
 */
public final class CaravanComponent extends DefaultComponent {

    private Caravan own;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        Step step = Step.ofWord(remaining).orElseThrow(() -> new IllegalArgumentException("caravan:" + remaining + " is no step; there are " + Step.words()));
        return new StepEndpoint(uri, this, step, Optional.ofNullable(getAndRemoveParameter(parameters, "job", String.class)));
    }

    synchronized Caravan caravan() {
        Caravan bound = getCamelContext().getRegistry().lookupByNameAndType(Caravan.BEAN, Caravan.class);
        if (bound != null) {
            return bound;
        }
        if (own == null) {
            own = Caravan.inside(getCamelContext());
        }
        return own;
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        if (own != null) {
            own.close();
            own = null;
        }
    }

    /** One step as an endpoint. */
    @UriEndpoint(firstVersion = "1.0.0", scheme = "caravan", title = "Caravan", syntax = "caravan:step", producerOnly = true,
            category = {Category.CORE})
    static final class StepEndpoint extends DefaultEndpoint {

        @UriPath
        private final Step step;
        private final Optional<String> job;

        StepEndpoint(String uri, CaravanComponent component, Step step, Optional<String> job) {
            super(uri, component);
            this.step = step;
            this.job = job;
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) throws Exception {
                    Caravan caravan = ((CaravanComponent) getComponent()).caravan();
                    Optional<CycleRun> run = ControlData.cycleOf(caravan, exchange);
                    try {
                        if (job.isPresent()) {
                            step.take(caravan, exchange, job.get());
                        } else {
                            step.take(caravan, exchange);
                        }
                        run.ifPresent(taken -> taken.came(step));
                    } catch (LeaseLostException taken) {
                        run.ifPresent(stopped -> stopped.lost(taken));
                    }
                    run.ifPresent(caravan::tellDeadLetters);
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException("caravan:" + step.word() + " can only be called (to), not consumed (from)");
        }

        @Override
        public boolean isSingleton() {
            return true;
        }
    }
}
