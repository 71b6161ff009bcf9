/**
 * Holds people and what they have: Identity, Attributes, Lifecycle, Link, and Because, which says why.
 * Uses the JDK and diagnostic. Never does IO, never asks the system for the time.
 */
package io.caravan.subject;
