package io.caravan.bench.slow;

/**
 * One HTTP request, read to its end.
 *
 * @param path below the host, decoded, without the query
 * @param query decoded; empty when there is none
 */
record Request(String method, String path, String query, byte[] body) {
}
