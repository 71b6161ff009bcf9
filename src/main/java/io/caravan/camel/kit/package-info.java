/**
 * Holds the connector kit: what every connector must be able to show, driven by its declaration and by the data file
 * beside it, and the beginnings of a new connector. Uses the connected systems of camel and the embedded servers.
 * Never knows of a particular connector.
 */
package io.caravan.camel.kit;
