/**
 * The made-up company that all rows work on. Uses nothing but the JDK. Never holds more than one person at a time.
 */
package io.caravan.bench.company;
