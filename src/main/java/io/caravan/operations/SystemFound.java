package io.caravan.operations;

import java.util.Optional;

/**
 * What was found in a system by whoever looked into it for a proposal.
 *
 * @param asked      whether it said itself what it has
 * @param problem    why not, or why its records could not be read
 * @param attributes how many it has
 * @param records    how many were looked at
 */
public record SystemFound(String system, String connector, boolean asked, Optional<String> problem, int attributes, int records) {
}
