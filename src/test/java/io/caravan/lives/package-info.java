/**
 * People's lives in a company, told to the program by sources and targets that lie, break off and are out of order. Holds the
 * company as it truly is, the sources and targets with their faults, and what must hold whatever they say. Works out what is
 * right by itself, never with the program's own code.
 */
package io.caravan.lives;
