package io.caravan.operations;

import java.util.List;

/**
 * Settings and mappings that were proposed and written, from what systems showed.
 *
 * @param files     that were written
 * @param systems   what was found in each
 * @param decisions what is left to decide; until then nothing is opened by a guess
 */
public record Proposal(List<String> files, List<SystemFound> systems, List<OpenDecision> decisions) {
}
