/**
 * Holds how Caravan shows a system that speaks HTTP who it is: fixed secrets, and tokens of OAuth 2 that it fetches, keeps and renews. Uses the
 * JDK's signatures and the same HTTP client as the connectors. Never lets a secret or a token into an address, a message or a log.
 */
package io.caravan.camel.auth;
