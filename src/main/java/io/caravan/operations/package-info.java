/**
 * What a person or a program can do with a project: run its jobs, plan, carry out a saved plan, ask how it stands. Each operation is
 * a function over an open project that returns a record or refuses with a {@link io.caravan.operations.Refusal}. Never prints, and
 * never decides what the engine decides.
 */
package io.caravan.operations;
