/**
 * Holds the readers of what people edit (settings, mappings, connector files), which report every problem with its place,
 * and the examples of mappings. Uses the rooms left of cycle, the JSON Schemas and files. Never touches a network, a
 * database or Camel.
 */
package io.caravan.config;
