/**
 * Holds the way from Caravan to a connected system: the invocation of a connector's Kamelet through Camel, the binding
 * of a system's settings, and the translation of answers and failures into outcomes. Uses the ports of cycle and the
 * system specifications of config. Never decides what shall be done, and never lets a secret into a URI, a message or a log.
 */
package io.caravan.camel;
