/**
 * Holds the decisions: what an identity should have (lifecycle, scope, mapping), how that differs from what it has, and
 * whether so much at once is safe. Pure functions over the rooms left of it. Never does IO and never asks for the time.
 */
package io.caravan.plan;
