/**
 * Holds the reader and writer that carries out what connectors which extend {@code rest} declare of a JSON API over HTTP. Uses the declaration of
 * the connector's file and Camel's HTTP component. Never takes an answer for whole that has not shown that it is.
 */
package io.caravan.camel.rest;
