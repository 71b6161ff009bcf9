/**
 * Holds what is wrong and where: a problem with its code, file, line, column, cause and remedy; and text made visible.
 * Uses nothing but the JDK. Never reads files, never prints, never throws a problem away.
 */
package io.caravan.diagnostic;
