/**
 * Holds the registration of our expression language with Camel, so that routes may write what mappings write.
 * Uses Camel and expression. Never interprets an expression itself.
 */
package io.caravan.camel.language;
