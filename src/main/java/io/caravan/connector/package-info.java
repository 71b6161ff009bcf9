/**
 * Holds what a connector declares (objects, attributes, operations) and what passes between Caravan and a connected
 * system: requests, records, outcomes. Uses identity and diagnostic. Never calls a system itself.
 */
package io.caravan.connector;
