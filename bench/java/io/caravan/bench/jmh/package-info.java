/**
 * JMH benchmarks of the inner loops: what is done once for every attribute, record or identity. Uses JMH and the rooms it
 * measures. Opens no store and calls no system; whole jobs are measured by the rows of the bench.
 */
package io.caravan.bench.jmh;
