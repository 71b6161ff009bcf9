package io.caravan.connector;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a system carries out after it has answered, and how it is asked what became of that. An answer that names no job is the result already.
 *
 * @param named   where the job's name stands
 * @param ask     the request that tells how it stands, with {@code ${job}}; empty: the name is its address
 * @param running what it says while it has not ended
 * @param done    what it says when the job has ended, well or badly; anything else leaves open what happened
 * @param every   how long is waited between two such requests, at most
 * @param most    how long altogether; after that it is open what happened
 */
public record RestJob(Name named, Optional<RestRequest> ask, State running, State done, Duration every, Duration most) {

    /**
     * In the answer, or in one of its headers.
     *
     * @param at     empty: in the header
     * @param header empty: in the answer
     */
    public record Name(Optional<RestPath> at, Optional<String> header) {
    }

    /** @param is compared as a whole */
    public record State(RestPath at, List<String> is) {

        public State {
            is = List.copyOf(is);
        }
    }
}
