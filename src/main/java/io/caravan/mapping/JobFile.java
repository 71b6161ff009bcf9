package io.caravan.mapping;

import java.util.List;

/**
 * The mapping file a job is written in.
 *
 * @param name        the file's name without its ending, and the file's {@code job:} key
 * @param file        as it is named in messages
 * @param fingerprint changes exactly when the meaning of the file (or of a lookup table beside it) may have changed
 */
public record JobFile(String name, String description, String file, String fingerprint, List<Example> examples) {
}
