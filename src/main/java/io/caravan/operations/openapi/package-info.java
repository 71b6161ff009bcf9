/**
 * Holds what an OpenAPI document says of an application, and the connector that can be proposed from it. Uses the document and nothing else. Never
 * takes a guess for what the document says: each is written down as one.
 */
package io.caravan.operations.openapi;
