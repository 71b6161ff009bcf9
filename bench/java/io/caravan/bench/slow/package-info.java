/**
 * A SCIM provider whose only cost is time: it takes a fixed while for every answer, lets so many requests in at a time, and
 * needs next to no processor for it. Uses the JDK's channels and Jackson. A program of its own; never part of a Caravan process.
 */
package io.caravan.bench.slow;
