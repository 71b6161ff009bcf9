/**
 * Holds the expression language: Camel's Simple, compiled to closures over an attribute map, with provisioning functions
 * and strictness on top. Uses diagnostic, identity and mapping's Formula. Never touches Camel, IO or the system clock.
 */
package io.caravan.expression;
