/**
 * What one call costs through the generic REST connector, without the rest of Caravan, and what it costs without the connector: the same calls by a bare
 * client. One program for all of them, started by the bench in a process of its own, which prints a {@link io.caravan.bench.calls.CallsResult}. Uses
 * Caravan's connectors, which a row never does by itself.
 */
package io.caravan.bench.calls;
