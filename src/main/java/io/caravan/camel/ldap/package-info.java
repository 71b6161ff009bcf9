/**
 * Holds the Java half of the LDAP connector: what a Kamelet's route cannot say, such as controls, paging on one connection
 * and distinguished names. Uses connector, identity and the UnboundID SDK. Never knows a job, a mapping or the store.
 */
package io.caravan.camel.ldap;
