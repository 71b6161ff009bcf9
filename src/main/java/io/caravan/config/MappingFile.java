package io.caravan.config;

import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import io.caravan.subject.Kind;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A mapping file once its shape is checked, before anything in it is compiled.
 *
 * @param name the file's name without its ending: the job
 * @param raw  all that is written
 * @param good the parts with nothing wrong in their shape
 */
record MappingFile(String name, Path path, String file, Yaml.Block raw, Yaml.Block good) {

    static final String ENDING = ".yaml";

    /** Empty, with problems, when the file is no block of keys at all. */
    static Optional<MappingFile> read(Path path, String file, Yaml whole, Problems problems) {
        Optional<Yaml.Block> good = Shape.check(whole, SchemaFile.MAPPING, problems);
        if (good.isEmpty()) {
            return Optional.empty();
        }
        String fileName = path.getFileName().toString();
        String name = fileName.substring(0, fileName.length() - ENDING.length());
        good.get().scalar("job").filter(job -> !job.text().equals(name)).ifPresent(job -> problems.add(Problem.error(
                ProblemCode.MAPPING_NAME, job.position(), "the job is called \"" + job.text() + "\" but its file " + fileName,
                "write job: " + name + ", or rename the file to " + job.text() + ENDING)));
        return Optional.of(new MappingFile(name, path, file, (Yaml.Block) whole, good.get()));
    }

    boolean outbound() {
        return isHub("from");
    }

    boolean inbound() {
        return isHub("to") && !outbound();
    }

    /** What it brings into the hub, or takes from there. */
    Kind kind() {
        return good.block(outbound() ? "from" : "to").text("hub").map(Kind::of).orElse(Kind.PERSON);
    }

    private boolean isHub(String side) {
        return raw.text(side).filter("hub"::equals).isPresent() || raw.block(side).has("hub");
    }

    /** The names it gives values to, also where the value is wrong. */
    Set<String> attributeNames() {
        return raw.block("attributes").entries().keySet();
    }
}
