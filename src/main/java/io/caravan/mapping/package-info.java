/**
 * Holds what a mapping file says once it has been read and checked: jobs, scope, match rules, attribute rules, and the
 * Formula interface their expressions hide behind. Uses identity and connector. Never reads files, never computes a plan.
 */
package io.caravan.mapping;
