/**
 * Holds the demonstration: a company of 10,000 people on any day of its history, as an HR file, and the servers it is
 * provisioned to. Uses every room but cli. Never holds logic the product itself needs, and prints nothing.
 */
package io.caravan.demo;
