package io.caravan.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** The steps that routes may call. Each says what it expects as body and what it leaves there. */
enum Step {
    /** Begins a cycle. Body: a job's name, or a {@link CycleRun} already. Variables {@code full} and {@code initiatedBy} count. Leaves the cycle, and the variable {@code begun}; when the job is running already, that is false, {@code busy} is true, and the body is left alone. */
    BEGIN {
        @Override
        void take(Caravan caravan, Exchange exchange) {
            exchange.setVariable("begun", true);
            exchange.setVariable("busy", false);
            if (exchange.getMessage().getBody() instanceof CycleRun) {
                return;
            }
            String job = exchange.getMessage().getBody(String.class);
            boolean full = exchange.getVariable("full", false, Boolean.class);
            String initiatedBy = exchange.getVariable("initiatedBy", "route " + exchange.getFromRouteId(), String.class);
            Optional<CycleRun> run = caravan.begin(job, full, initiatedBy, CycleRun.Purpose.SYNC);
            if (run.isEmpty()) {
                exchange.setVariable("begun", false);
                exchange.setVariable("busy", !caravan.isClosing());
            } else {
                exchange.getMessage().setBody(run.get());
                exchange.getExchangeExtension().addOnCompletion(new EndsInAnyCase(caravan, run.get()));
            }
        }
    },
    /** Reads the source and stages what differs from what is known. Body: an inbound cycle. */
    READ {
        @Override
        void take(Caravan caravan, Exchange exchange) {
            caravan.flow().read(run(exchange));
        }
    },
    /** Makes identities of what is staged. Body: an inbound cycle. */
    RESOLVE {
        @Override
        void take(Caravan caravan, Exchange exchange) {
            caravan.flow().resolve(run(exchange));
        }
    },
    /** Works out the changes that bring the target up to date, and stores them. Body: an outbound cycle. */
    EVALUATE {
        @Override
        void take(Caravan caravan, Exchange exchange) {
            caravan.flow().evaluate(run(exchange));
        }
    },
    /** Holds changes back that are too many at once. Body: an outbound cycle. */
    GUARD {
        @Override
        void take(Caravan caravan, Exchange exchange) {
            caravan.flow().guard(run(exchange));
        }
    },
    /** Takes the changes to be sent out of the store, in order. Body: an outbound cycle. Leaves an iterator of deliveries, for a split. */
    PARCELS {
        @Override
        void take(Caravan caravan, Exchange exchange) {
            RouteFailures.watch(exchange, run(exchange));
            exchange.getMessage().setBody(caravan.flow().parcels(run(exchange)));
        }
    },
    /** Calls the target, and waits as long as it asks to be left alone. Body: a delivery. Throws {@link NotDelivered} for the route's error handling. */
    DELIVER {
        @Override
        void take(Caravan caravan, Exchange exchange) throws NotDelivered {
            caravan.flow().deliver(exchange.getMessage().getBody(Delivery.class));
        }
    },
    /** Stores what the target answered, and what follows from it. Body: a delivery. */
    RECORD {
        @Override
        void take(Caravan caravan, Exchange exchange) {
            caravan.flow().record(exchange.getMessage().getBody(Delivery.class));
        }
    },
    /** Plans what the outcomes made possible or necessary. Body: an outbound cycle whose parcels have all been recorded. */
    AGAIN {
        @Override
        void take(Caravan caravan, Exchange exchange) {
            exchange.removeProperty(Exchange.EXCEPTION_CAUGHT); // a retry leaves it behind, though all of them are recorded by now
            caravan.flow().again(run(exchange));
        }
    },
    /** Asks whose accounts may be out of date now. Body: a cycle that ended, or one that did not begin. Leaves the names of the outbound jobs that have something to do now; those of them that are running let leavers overtake. */
    CHANGED {
        @Override
        void take(Caravan caravan, Exchange exchange) {
            CycleRun run = exchange.getMessage().getBody() instanceof CycleRun ended ? ended : null;
            List<String> jobs = run != null && run.changedIdentities() ? caravan.outboundJobs() : List.of();
            caravan.lookUp(jobs);
            exchange.getMessage().setBody(jobs);
        }
    },
    /** Ends a cycle and lets others begin one of the same job. Body: a cycle. An exception on the way is told in its result. */
    END {
        @Override
        void take(Caravan caravan, Exchange exchange) {
            Exception thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
            caravan.end(run(exchange), Optional.ofNullable(exchange.getException() != null ? exchange.getException() : thrown));
        }
    };

    /** A route that never comes to {@link #END} has ended the cycle all the same: nobody else could run the job. */
    private static final class EndsInAnyCase extends SynchronizationAdapter {
        private final Caravan caravan;
        private final CycleRun run;

        private EndsInAnyCase(Caravan caravan, CycleRun run) {
            this.caravan = caravan;
            this.run = run;
        }

        @Override
        public void onDone(Exchange exchange) {
            if (!run.hasEnded()) {
                Exception broken = exchange.getException();
                caravan.end(run, Optional.of(broken != null ? broken : new IllegalStateException("its route never came to caravan:end")));
            }
        }
    }

    abstract void take(Caravan caravan, Exchange exchange) throws Exception;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Step> ofWord(String word) {
        return Arrays.stream(values()).filter(step -> step.word().equals(word)).findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(Step::word).collect(Collectors.joining(", "));
    }

    /** The cycle that an exchange is about, if it is about one. */
    static Optional<CycleRun> cycleOf(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        return body instanceof CycleRun run ? Optional.of(run)
                : body instanceof Delivery delivery ? Optional.of(delivery.getRun()) : Optional.empty();
    }

    private static CycleRun run(Exchange exchange) {
        return exchange.getMessage().getBody(CycleRun.class);
    }
}
