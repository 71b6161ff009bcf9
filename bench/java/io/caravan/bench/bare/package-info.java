/**
 * The bare clients: what the same work costs when nothing is kept, compared or logged. Each is a program of its own, started by
 * the bench, which reads the generated export and prints a {@link io.caravan.bench.bare.BareResult}. Uses the protocols' client
 * libraries and the CSV library that Caravan uses; never uses Caravan.
 */
package io.caravan.bench.bare;
