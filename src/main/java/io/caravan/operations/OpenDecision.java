package io.caravan.operations;

/**
 * What somebody has to decide before a proposal does what they want; until then nothing is opened by it.
 *
 * @param line in the file, from 1
 */
public record OpenDecision(String file, int line, String what) {
}
