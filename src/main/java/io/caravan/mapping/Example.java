package io.caravan.mapping;

import io.caravan.diagnostic.Position;
import io.caravan.subject.Attributes;
import java.util.Map;
import java.util.Optional;

/**
 * One example of a mapping: {@code caravan test} runs it.
 *
 * @param given  the body
 * @param expect the attributes that must come out (others may too; a null value: must be absent or empty); empty: out of scope
 * @param now    as of when; empty: the moment of the test
 */
public record Example(String name, Attributes given, Optional<Map<String, Object>> expect, Optional<java.time.Instant> now, Position position) {
}
