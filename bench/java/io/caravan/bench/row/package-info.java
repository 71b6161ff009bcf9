/**
 * What is measured, one class for each kind of row. Uses everything else in the bench. A row never knows of another one, and never
 * measures two things at the same time unless that is what it is about.
 */
package io.caravan.bench.row;
