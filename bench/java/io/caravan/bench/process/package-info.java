/**
 * Processes the bench starts, and what they use. Uses the JDK and Linux's /proc, without which CPU time comes from the JDK and
 * memory stays unknown. Never ends a process it did not start.
 */
package io.caravan.bench.process;
