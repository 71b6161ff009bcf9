/**
 * What a measurement says: trials, figures, goals, and how they compare. Uses {@code process} for what processes used. Never
 * measures anything itself.
 */
package io.caravan.bench.measure;
