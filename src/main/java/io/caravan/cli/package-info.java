/**
 * Holds the commands a person types: their options, their results as text and as JSON, progress, exit codes.
 * Uses every room left of it. Never decides anything about identities itself, and never lets a stack trace reach the terminal.
 */
package io.caravan.cli;
