/**
 * Holds the state store on SQL: the ports of {@link io.caravan.engine.StateStore} on SQLite and PostgreSQL, one schema for both.
 * Uses cycle and the rooms left of it, JDBC, jOOQ, Flyway and Jackson's streaming. Never decides anything: what is stored
 * and when is the engine's business.
 */
package io.caravan.store;
