package io.caravan.mapping;

import io.caravan.diagnostic.Position;

/**
 * How an existing record is recognised: the target's (outbound) or the hub's (inbound) attribute has this value.
 */
public record MatchRule(String attribute, Formula value, Position position) {
}
