/**
 * Holds the engine's steps (read, resolve, evaluate, guard, dispatch, record) and the ports they work through: connected
 * systems, the state store. Uses plan and the rooms left of it. Never touches Camel, SQL, files or the system clock.
 */
package io.caravan.engine;
