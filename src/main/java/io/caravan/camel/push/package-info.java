/**
 * Holds what other systems send to us: each request a file that is on the disk before it is answered, and what all of them together say. Uses connector,
 * the reading port of the engine, and Jackson. Never decides who somebody is or what becomes of it: it is read like any other source.
 */
package io.caravan.camel.push;
