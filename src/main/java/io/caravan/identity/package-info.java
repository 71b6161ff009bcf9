/**
 * Holds people and what they have: Identity, Attributes, Lifecycle, Link.
 * Uses only the JDK. Never does IO, never asks the system for the time.
 */
package io.caravan.identity;
