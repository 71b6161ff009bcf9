/**
 * How results are told: a table for people, a JSON document for machines, a history of both, and the machine it was measured on.
 * Uses {@code measure} and Jackson. Never decides anything.
 */
package io.caravan.bench.report;
