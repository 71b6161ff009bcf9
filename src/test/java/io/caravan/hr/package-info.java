/**
 * Holds people with a history, the tables in which HR systems of several vendors would keep it, and tests of the contract views in {@code connectors/sql} against
 * what is known of these people. Uses the employees data and an embedded PostgreSQL. Never asks the views what is true.
 */
package io.caravan.hr;
