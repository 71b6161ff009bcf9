package io.caravan.config;

import io.caravan.connector.RestPath;
import io.caravan.connector.RestText;
import io.caravan.connector.RestTogether;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads how several of one request go in one, and says what of that does not fit together. */
record RestTogetherReader(RestPieces pieces) {

    private static final List<String> OF_FAILURES = List.of("failures", "index", "count", "done");

    /** Empty where a request goes by itself, or something is wrong, which has then been said. */
    Optional<RestTogether> read(Yaml.Block request, Set<String> variables) {
        Yaml.Block block = request.block("together");
        if (block.entries().isEmpty()) {
            return Optional.empty();
        }
        boolean ofFailures = OF_FAILURES.stream().anyMatch(block::has);
        boolean names = block.has("results") || block.has("named");
        boolean creates = variables.contains("account.NAME") && !variables.contains("anchor");
        if (names != block.has("by")) {
            pieces.wrong(block.position(), "\"together\" does not say " + (names ? "whose an entry of the list is" : "where the list of results stands"),
                    "write results: and by:, or named: and by:, or none of them");
        } else if (block.has("results") && block.has("named") || names && ofFailures) {
            pieces.wrong(block.position(), "\"together\" says in two ways how the answer tells what became of each", "write results: and by:, or named: and by:, or failures:, index:, count: and done:");
        } else if (ofFailures && !OF_FAILURES.stream().allMatch(block::has)) {
            pieces.wrong(block.position(), "\"together\" does not say all of how failures are told", "write failures:, index:, count: and done:; without one of them nobody knows who is done");
        } else if (request.get("body").map(body -> String.valueOf(body.plain())).filter(body -> body.contains("${added.") || body.contains("${removed.")).isPresent()) {
            pieces.wrong(block.position(), "the body of a request that goes with others has ${added.…} or ${removed.…} in it, of which one may have several", "take \"together\" away, or write what is one value");
        } else if (creates && !block.has("results") && request.text("answer").filter("none"::equals).isEmpty()) {
            pieces.wrong(block.position(), "the answer does not show what was made of each", "add results: and by:, or answer: none where who is sent is who is made");
        } else if (!names || names(block, variables)) {
            return pieces.path(block, "list").flatMap(list -> told(block, variables).map(told -> new RestTogether((int) block.number("max", 2), list, told)));
        }
        return Optional.empty();
    }

    /** Whether what stands in an entry is each one's own. */
    private boolean names(Yaml.Block block, Set<String> variables) {
        boolean own = block.items("by").stream().map(item -> (Yaml.Scalar) item).allMatch(text -> text.text().contains("${") && pieces.text(text, variables).isPresent());
        if (!own) {
            pieces.wrong(block.at("by"), "\"by\" has a text that is the same for everybody", "write texts with a variable, such as ${anchor}, ${member} or ${account.NAME}");
        }
        return own;
    }

    private Optional<RestTogether.Told> told(Yaml.Block block, Set<String> variables) {
        if (block.has("by")) {
            List<RestText> by = new ArrayList<>();
            block.items("by").forEach(item -> pieces.text((Yaml.Scalar) item, variables).ifPresent(by::add));
            return block.has("results") ? pieces.path(block, "results").map(results -> new RestTogether.Each(results, by)) : pieces.path(block, "named").map(named -> new RestTogether.Named(named, by));
        }
        if (block.has("failures")) {
            Optional<RestPath> index = pieces.path(block, "index");
            Optional<RestPath> count = pieces.path(block, "count");
            Optional<RestPath> done = pieces.path(block, "done");
            return pieces.path(block, "failures").flatMap(failures -> index.flatMap(at -> count.flatMap(many -> done.map(all -> new RestTogether.Failures(failures, at, many, all)))));
        }
        return Optional.of(new RestTogether.Everybody());
    }
}
