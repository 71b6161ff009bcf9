package io.caravan.config;

import io.caravan.config.RestReader.Use;
import io.caravan.connector.RestObject.Restore;
import io.caravan.connector.RestRequest;
import java.util.Optional;
import java.util.Set;

/** Reads how somebody who was deleted is brought back, and says what of that does not fit together. */
record RestRestoreReader(RestPieces pieces) {

    /** Empty where nobody is brought back. */
    Optional<Restore> read(Yaml.Block object, Yaml.Block rest, RestReader reader) {
        Yaml.Block block = rest.block("restore");
        if (block.entries().isEmpty()) {
            return Optional.empty();
        }
        if (!rest.has("create") || !rest.has("update")) {
            pieces.wrong(block.position(), "who is brought back has to be brought up to date, too, and the object has no request for that", "add create: and update:, or remove restore");
        }
        Optional<RestRequest> find = reader.request(block.block("find"), Use.reading(Set.of("value"), "attribute", "path", "fields"));
        Optional<RestRequest> request = reader.request(block.block("request"), Use.single(Set.of("anchor")));
        Optional<Yaml.Scalar> by = block.scalar("by").filter(name -> !Placeholder.in(name.text()) && !name.text().isBlank());
        by.filter(name -> !object.block("attributes").has(name.text())).ifPresent(name -> pieces.wrong(name.position(), "\"" + name.text() + "\" is not declared, so that nobody can be known by it",
                "write the name of an attribute of this object"));
        return by.filter(name -> object.block("attributes").has(name.text())).flatMap(name -> find.flatMap(looks -> request.map(brings -> new Restore(name.text(), looks, brings))));
    }
}
