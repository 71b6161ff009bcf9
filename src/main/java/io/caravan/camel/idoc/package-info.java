/**
 * Holds the reading of IDocs in XML whose segments are true from a day to a day, as SAP sends master data of people (HRMD_A): persons one after the other,
 * and of each what is true today and what will be from a later day on. Uses connector, the reading port of the engine, and the JDK's StAX. Never holds more than
 * one person in memory, reads no field that nobody asked for, and decides nothing about who works here.
 */
package io.caravan.camel.idoc;
