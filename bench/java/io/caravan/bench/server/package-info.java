/**
 * The servers that rows write to, each a process on a free port of loopback, in a folder of its own, and a reading of what is in
 * them afterwards. Uses {@code process} and the protocols' client libraries. Never uses a server that was running before.
 */
package io.caravan.bench.server;
