package io.caravan.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps that routes may call. Each says what it expects as body and what it leaves there. */
enum Step {
    /** Begins a cycle. Body: a job's name; the variables `full` and `initiatedBy` count. Leaves the variables `begun`, `cycle` (its number), `job`, `system`, `inbound`, `probe` (whether it is in quarantine, and this is to show whether that can end), `more`; when the job is running already or paused, or the store cannot be used just now, `begun` is false and `busy` is true; when it is switched off, or in quarantine and not to be probed yet, both are false. */
    BEGIN {
        @Override
        void take(Caravan caravan, Exchange exchange) {
            exchange.setVariable(ControlData.BEGUN, true);
            exchange.setVariable(ControlData.BUSY, false);
            if (ControlData.cycleOf(caravan, exchange).filter(CycleRun::begins).isPresent()) {
                return;
            }
            ControlData.forget(exchange);
            String job = exchange.getMessage().getBody(String.class);
            boolean full = exchange.getVariable(ControlData.FULL, false, Boolean.class);
            String initiatedBy = exchange.getVariable(ControlData.INITIATED_BY, "route " + exchange.getFromRouteId(), String.class);
            Optional<CycleRun> run = caravan.beginWhenPossible(job, full, initiatedBy);
            if (run.isEmpty()) {
                exchange.setVariable(ControlData.BEGUN, false);
                exchange.setVariable(ControlData.BUSY, !caravan.isClosing() && !caravan.isLeftAlone(job));
            } else {
                run.get().begins();
                ControlData.set(exchange, run.get());
                exchange.getExchangeExtension().addOnCompletion(new EndsInAnyCase(caravan, run.get()));
            }
        }
    },
    /** Asks the system whether it is there and lets us in, and changes nothing; when it does not, nothing more is done in this cycle. */
    TEST {
        @Override
        void take(Caravan caravan, Exchange exchange) {
            caravan.flow().test(ControlData.required(caravan, exchange));
        }
    },
    /** Reads the source and stages what differs from what is known. For an inbound job. */
    READ {
        @Override
        void take(Caravan caravan, Exchange exchange) {
            caravan.flow().read(ControlData.required(caravan, exchange));
        }
    },
    /** Makes identities of what is staged, after it went through `direct:records-SYSTEM`, where there is such a route. For an inbound job. */
    RESOLVE {
        @Override
        void take(Caravan caravan, Exchange exchange) {
            CycleRun run = ControlData.required(caravan, exchange);
            caravan.flow().resolve(run, caravan.recordRoute(run));
        }
    },
    /** Works out who is in which group by rule, where somebody is due, and the changes that bring the target up to date, and stores them. For an outbound job. */
    EVALUATE {
        @Override
        void take(Caravan caravan, Exchange exchange) {
            CycleRun run = ControlData.required(caravan, exchange);
            if (!run.purpose().isPlan() && run.purpose().only().isEmpty()) {
                caravan.groups().bringUpToDate("job " + run.getJob());
            }
            caravan.flow().evaluate(run);
        }
    },
    /** Holds changes back that are too many at once. For an outbound job. */
    GUARD {
        @Override
        void take(Caravan caravan, Exchange exchange) {
            caravan.flow().guard(ControlData.required(caravan, exchange));
        }
    },
    /** Takes the changes to be sent out of the store, in order. For an outbound job. The variable `atMost` says how many changes, where it is not all: whoever is to lose access first, then who comes first; the rest stays planned. Leaves an iterator of batches, for a split: each is a list of changes. */
    BATCHES {
        @Override
        void take(Caravan caravan, Exchange exchange) {
            CycleRun run = ControlData.required(caravan, exchange);
            RouteFailures.watch(exchange, run);
            if (!run.cameTo(GUARD)) {
                run.getCycle().stop(CycleEnd.neverCameTo(GUARD) + ", and nothing was sent");
            }
            exchange.getMessage().setBody(caravan.flow().batches(run, Optional.ofNullable(exchange.getVariable(ControlData.AT_MOST, Integer.class))));
        }
    },
    /** Calls the target, and waits as long as it asks to be left alone. Body: a batch, one change, or either as JSON. Leaves them as a list, each with its `outcome`. Throws `NotDelivered` for the route's error handling. */
    DELIVER {
        @Override
        void take(Caravan caravan, Exchange exchange) throws NotDelivered {
            List<Map<String, Object>> changes = new ArrayList<>(); // answers go into copies: what was tapped off is read by others at this moment
            ChangeMessages.read(exchange.getMessage()).forEach(change -> changes.add(new LinkedHashMap<>(change)));
            exchange.getMessage().setBody(changes);
            for (Delivery delivery : deliveries(caravan, changes)) {
                caravan.flow().deliver(delivery);
            }
        }
    },
    /** Holds changes back on purpose: they are told as that, and the next cycle plans them again. Body: as for `deliver`. */
    HOLD {
        @Override
        void take(Caravan caravan, Exchange exchange) {
            deliveries(caravan, ChangeMessages.read(exchange.getMessage())).forEach(Delivery::hold);
        }
    },
    /** Stores what the target answered, and what follows from it. Body: as `deliver` leaves it. A change that was not sent, and to which the route gave an `outcome` of its own, counts as delivered by the route. */
    RECORD {
        @Override
        void take(Caravan caravan, Exchange exchange) {
            deliveries(caravan, ChangeMessages.read(exchange.getMessage())).forEach(Delivery::record);
        }
    },
    /** Plans what the outcomes made possible or necessary, and says in the variable `more` whether that is to be dispatched. For an outbound job, after a split of its batches. */
    REPLAN {
        @Override
        void take(Caravan caravan, Exchange exchange) {
            exchange.removeProperty(Exchange.EXCEPTION_CAUGHT); // a retry leaves it behind, though all of them are recorded by now
            CycleRun run = ControlData.required(caravan, exchange);
            caravan.flow().replan(run);
            exchange.setVariable(ControlData.MORE, run.isMore());
        }
    },
    /** Runs the mapping of a job, `caravan:map?job=NAME`, on a record or on a person's attributes, as an example of the mapping does: references stay texts, nothing is stored. Body: a map, or a list of them, also as JSON. Leaves a map for a map, and else a list. */
    MAP {
        @Override
        void take(Caravan caravan, Exchange exchange) {
            throw new IllegalArgumentException("caravan:map needs to be told whose mapping: caravan:map?job=NAME");
        }

        @Override
        void take(Caravan caravan, Exchange exchange, String job) {
            List<Map<String, Object>> records = ChangeMessages.read(exchange.getMessage());
            List<Map<String, Object>> mapped = records.stream().map(record -> caravan.map(job, record)).toList();
            exchange.getMessage().setBody(exchange.getMessage().getBody() instanceof Map ? mapped.get(0) : mapped);
        }
    },
    /** Looks for what was changed in a target by hand; nothing is changed. Body: a job's name. Leaves a map with `job`, `system`, `found` (a number by kind), `incomplete` and `failure` (empty texts where there is nothing to say). */
    DRIFT {
        @Override
        void take(Caravan caravan, Exchange exchange) {
            exchange.getMessage().setBody(caravan.inspection().lookForDrift(exchange.getMessage().getBody(String.class)));
        }
    },
    /** Works out who is in which group by rule, and asks whose accounts may be out of date now: after `end`, or when no cycle began. Leaves the names of the outbound jobs that may have something to do now: of a source all, of a target those whose groups have its accounts as members, or which refer to them; those of them that are running let leavers overtake. The job itself is among them when it has just left quarantine, and there is more to send. */
    CHANGED {
        @Override
        void take(Caravan caravan, Exchange exchange) {
            boolean moved = caravan.groups().bringUpToDate("change in " + exchange.getVariable(ControlData.JOB, "a source", String.class));
            boolean changed = exchange.getVariable(ControlData.CHANGED, false, Boolean.class);
            boolean inbound = exchange.getVariable(ControlData.INBOUND, true, Boolean.class);
            List<String> jobs = moved || changed && inbound ? caravan.outboundJobs() : changed ? caravan.dependOn(exchange.getVariable(ControlData.JOB, String.class)) : List.of();
            caravan.lookUp(jobs);
            String itself = exchange.getVariable(ControlData.JOB, "", String.class);
            boolean goesOn = exchange.getVariable(ControlData.GOES_ON, false, Boolean.class) && !jobs.contains(itself);
            exchange.getMessage().setBody(goesOn ? Stream.concat(Stream.of(itself), jobs.stream()).toList() : jobs);
        }
    },
    /** Ends a cycle and lets others begin one of the same job. An exception on the way is told in its result. Leaves the variables `status` (`done`, `partly`, `held`, `failed`), `reason`, `counts` (a map), `changed`. */
    END {
        @Override
        void take(Caravan caravan, Exchange exchange) {
            Exception thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
            ControlData.cycleOf(caravan, exchange).ifPresent(run -> {
                caravan.end(run, Optional.ofNullable(exchange.getException() != null ? exchange.getException() : thrown));
                ControlData.ended(exchange, run, caravan.leftQuarantineWithMoreToDo(run));
            });
        }
    };

    private static final Logger LOG = LoggerFactory.getLogger(Step.class);

    /** A route that never comes to {@link #END} has ended the cycle all the same: nobody else could run the job. What breaks behind the end is told, too. */
    private static final class EndsInAnyCase extends SynchronizationAdapter {
        private final Caravan caravan;
        private final CycleRun run;

        private EndsInAnyCase(Caravan caravan, CycleRun run) {
            this.caravan = caravan;
            this.run = run;
        }

        @Override
        public void onDone(Exchange exchange) {
            Exception broken = exchange.getException();
            if (!run.hasEnded()) {
                caravan.end(run, Optional.of(broken != null ? broken : new IllegalStateException(CycleEnd.neverCameTo(END))));
            } else if (broken != null && exchange.getVariable(ControlData.CYCLE, 0L, Long.class) == run.getCycle().id()) { // of several in one route the last
                caravan.brokeAfterwards(run, broken);
            }
        }
    }

    abstract void take(Caravan caravan, Exchange exchange) throws Exception;

    /** The same, for one job; only {@link #MAP} may be told one. */
    void take(Caravan caravan, Exchange exchange, String job) {
        throw new IllegalArgumentException("caravan:" + word() + " has no option \"job\"");
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Step> ofWord(String word) {
        return Arrays.stream(values()).filter(step -> step.word().equals(word)).findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(Step::word).collect(Collectors.joining(", "));
    }

    /** Changes by the cycle they belong to; those of a cycle that has ended are not sent, nor recorded. */
    private static List<Delivery> deliveries(Caravan caravan, List<Map<String, Object>> changes) {
        Map<Long, List<Map<String, Object>>> byCycle = new LinkedHashMap<>();
        changes.forEach(change -> byCycle.computeIfAbsent(ChangeMessages.cycle(change), cycle -> new ArrayList<>()).add(change));
        List<Delivery> deliveries = new ArrayList<>();
        byCycle.forEach((cycle, some) -> caravan.running(cycle).ifPresentOrElse(run -> deliveries.add(new Delivery(run, some, caravan.secretRoute())),
                () -> LOG.debug("a route brings {} changes of cycle {}, which is not under way here; they are not sent", some.size(), cycle)));
        return deliveries;
    }
}
