/**
 * Holds the servers that run inside Caravan's own process, on loopback only: a directory and a SCIM service provider for
 * the demo and for tests. Uses the UnboundID SDK and SCIM-SDK. Never knows the engine, Camel or a mapping.
 */
package io.caravan.embedded;
