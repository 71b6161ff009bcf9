/**
 * The bench: measures Caravan and a bare client on the same work in the same run, and says how far each goal is reached. Uses
 * Caravan only as users do, as a process. Never part of the distribution.
 */
package io.caravan.bench;
