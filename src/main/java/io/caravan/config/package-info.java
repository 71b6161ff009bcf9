/**
 * Reads what people edit: settings, mappings, connector files; checks it and reports every problem with its place.
 * Uses the rooms left of cycle and files. Never touches a network, a database or Camel.
 */
package io.caravan.config;
