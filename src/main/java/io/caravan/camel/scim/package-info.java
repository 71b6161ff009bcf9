/**
 * Holds the Java half of the SCIM connector: flat attributes to SCIM JSON and back, patches, filters, bulk messages. Uses
 * connector, identity and Jackson; sends nothing itself, which is what the Kamelet's route is for. Never knows a job or a mapping.
 */
package io.caravan.camel.scim;
