package io.caravan.camel.rest;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.subject.Attributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The changes of one batch, each of which comes to an outcome of its own. */
final class SeveralWrites extends RestWork {

    private final List<AccountRequest> requests;
    /** By place; those that cannot be sent at all have none. */
    private final Map<Integer, WriteWork> works = new LinkedHashMap<>();
    private final Map<Integer, Outcome> unsent = new LinkedHashMap<>();
    private final Together together;

    SeveralWrites(List<AccountRequest> requests, Together.Way way, Function<AccountRequest, WriteWork> work) {
        this.requests = List.copyOf(requests);
        for (int i = 0; i < requests.size(); i++) {
            try {
                works.put(i, work.apply(requests.get(i)));
            } catch (OutcomeException unable) {
                unsent.put(i, unable.outcome());
            }
        }
        if (way.batch().isEmpty() && works.values().stream().noneMatch(WriteWork::goesTogether)) {
            throw new OutcomeException(OutcomeKind.UNSUPPORTED, "the connector has no request that carries several");
        }
        this.together = new Together(this, way, List.copyOf(works.values()), () -> { });
        together.go();
    }

    /** What came with an earlier request counts, whatever becomes of this one. */
    @Override
    boolean hasBegun() {
        return together.rounds() > 1;
    }

    @Override
    boolean takes(Outcome failure, Outcome cause) {
        return together.takes(failure, cause);
    }

    @Override
    Object result() {
        List<Object> outcomes = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            WriteWork work = works.get(i);
            Optional<Outcome> failure = work == null ? Optional.of(unsent.get(i)) : together.failure(work);
            Object told = failure.isPresent() ? failure.get() : work.result();
            outcomes.add(told != null ? told : new Outcome(OutcomeKind.OK, requests.get(i).anchor(), Attributes.empty(), "", Optional.empty()));
        }
        return outcomes;
    }
}
