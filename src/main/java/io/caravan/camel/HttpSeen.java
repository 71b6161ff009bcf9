package io.caravan.camel;

import java.util.List;
import java.util.Optional;

/**
 * One request that left over HTTP.
 *
 * @param own whether it went to the system itself, and not to another server it needs, such as one for tokens
 * @param got its answer; empty where none came
 */
public record HttpSeen(boolean own, Sent sent, Optional<Got> got) {

    /** A header. */
    public record Field(String name, String value) {
    }

    /** @param body empty where there is none */
    public record Sent(String method, String address, List<Field> headers, String body) {

        public Sent {
            headers = List.copyOf(headers);
        }
    }

    /** @param body empty where there is none */
    public record Got(int status, List<Field> headers, String body) {

        public Got {
            headers = List.copyOf(headers);
        }
    }

    /** A header's value; empty where there is none. */
    static Optional<String> field(List<Field> headers, String name) {
        return headers.stream().filter(field -> field.name().equalsIgnoreCase(name)).map(Field::value).findFirst();
    }
}
