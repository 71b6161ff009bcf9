/**
 * What a person or a program can do with a project: check it, run its jobs, plan, carry out a saved plan, explain, ask how it
 * stands. Each operation is a function over an {@link io.caravan.operations.OpenProject} that returns a record, which is also the
 * document that machines read, or refuses with a {@link io.caravan.operations.Refusal}. Never prints, and never decides what the engine decides.
 */
package io.caravan.operations;
