/**
 * Holds the reading of delimited files: physical lines, logical records, and what is wrong with either. Uses connector,
 * the reading port of cycle, and FastCSV. Never holds a whole file in memory, and never lets one bad row hide a good one.
 */
package io.caravan.camel.csv;
