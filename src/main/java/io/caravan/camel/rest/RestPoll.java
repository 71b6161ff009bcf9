package io.caravan.camel.rest;

import io.caravan.connector.RestJob;
import io.caravan.connector.RestPaging;
import io.caravan.connector.RestPath;
import io.caravan.connector.RestRequest;
import io.caravan.connector.RestText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A job that a system has taken and carries out by and by, and how far one is with asking about it.
 *
 * @param of    the request that it was taken for
 * @param name  the job's, or its address
 * @param tried how often it has been asked about
 * @param until by the clock that does not jump
 */
record RestPoll(RestRequest of, String name, int tried, long until) {

    private static final Duration FIRST = Duration.ofMillis(50);

    /** What the system took the request as; empty: it named no job, and the answer is the result. */
    static Optional<RestPoll> of(RestRequest request, RestAnswer answer) {
        return request.writing().job().flatMap(job -> job.named().at().flatMap(path -> JsonPlaces.text(answer.document(), path)).or(() -> job.named().header().flatMap(answer::header))
                .filter(name -> !name.isBlank()).map(name -> new RestPoll(request, name, 0, System.nanoTime() + job.most().toNanos())));
    }

    private RestJob job() {
        return of.writing().job().orElseThrow();
    }

    RestRequest request() {
        return job().ask().orElseGet(() -> new RestRequest(new RestRequest.Line(RestRequest.Method.GET, RestText.of(""), Map.of(), Map.of()), Map.of(), of.places(),
                Optional.of(byAddress()), of.rules(), of.writing(), java.util.List.of()));
    }

    private static RestPaging byAddress() {
        RestPaging none = RestPaging.none();
        return new RestPaging(RestPaging.Style.NEXT, "", none.steps(), "", none.marks(), Optional.empty(), none.each());
    }

    /** The address of a job that has no request of its own. */
    Optional<RestPage> page() {
        return job().ask().isPresent() ? Optional.empty() : Optional.of(new RestPage(0, 1, 0, -1, name));
    }

    Map<String, String> variables(Map<String, String> before) {
        Map<String, String> variables = new LinkedHashMap<>(before);
        variables.put("job", name);
        return variables;
    }

    boolean isRunning(RestAnswer answer) {
        return says(job().running(), answer);
    }

    boolean hasEnded(RestAnswer answer) {
        return says(job().done(), answer);
    }

    private static boolean says(RestJob.State state, RestAnswer answer) {
        return JsonPlaces.text(answer.document(), state.at()).filter(state.is()::contains).isPresent();
    }

    /** What the job says of itself, for whoever reads the message. */
    String said(RestAnswer answer) {
        RestPath at = job().done().at();
        return JsonPlaces.text(answer.document(), at).map(text -> "it says \"" + text + "\" at " + at.text() + ", which the connector does not know").orElseGet(() -> "its answer has nothing at " + at.text());
    }

    /** To ask once more; empty once it has taken too long. */
    Optional<RestPoll> again() {
        return System.nanoTime() - until < 0 ? Optional.of(new RestPoll(of, name, tried + 1, until)) : Optional.empty();
    }

    /** How long before it is asked about: little at first, and then as long as is declared. */
    Duration pause() {
        return Duration.ofMillis(Math.min(job().every().toMillis(), FIRST.toMillis() << Math.min(tried, 12)));
    }

    /** What is open as long as it has not ended. */
    String open() {
        return "the system took the request as job " + name + ", and what became of that is not known";
    }

    /** How long is waited altogether. */
    Duration most() {
        return job().most();
    }
}
