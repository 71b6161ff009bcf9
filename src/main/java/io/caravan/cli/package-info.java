/**
 * Holds the commands a person types: their options, their results as text and as JSON, progress, exit codes.
 * What is done is done by operations, whose records these are two views of. Never decides anything about identities itself, never
 * touches the engine or the store, and never lets a stack trace reach the terminal.
 */
package io.caravan.cli;
