/**
 * Caravan as users run it: a project folder, the distribution's own launcher, and what it tells of itself. Uses {@code process}
 * and the distribution's files. Never calls Caravan's classes.
 */
package io.caravan.bench.project;
