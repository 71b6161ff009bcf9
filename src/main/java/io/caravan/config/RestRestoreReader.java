package io.caravan.config;

import io.caravan.config.RestReader.Use;
import io.caravan.connector.RestObject;
import io.caravan.connector.RestObject.Restore;
import io.caravan.connector.RestRequest;
import java.util.List;
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
        Optional<RestRequest> secret = block.has("secret") ? reader.request(block.block("secret"), Use.single(Set.of("anchor"), "account.NAME")) : Optional.empty();
        state(object, rest, block);
        secret(object, block);
        Optional<Yaml.Scalar> by = block.scalar("by").filter(name -> !Placeholder.in(name.text()) && !name.text().isBlank());
        by.filter(name -> !object.block("attributes").has(name.text())).ifPresent(name -> pieces.wrong(name.position(), "\"" + name.text() + "\" is not declared, so that nobody can be known by it",
                "write the name of an attribute of this object"));
        by.filter(name -> object.block("attributes").has(name.text())).ifPresent(name -> living(rest, name));
        return by.filter(name -> object.block("attributes").has(name.text())).flatMap(name -> find.flatMap(looks -> request.map(brings -> new Restore(name.text(), looks, brings, secret))));
    }

    /** Who was open when she was deleted is open when she comes back. */
    private void state(Yaml.Block object, Yaml.Block rest, Yaml.Block block) {
        List<String> apart = RestPieces.values(rest.block("update"), "apart");
        Set<String> changed = Set.of("disable", "enable");
        object.scalar("enabledBy").filter(name -> apart.contains(name.text()) || apart.contains("*")).ifPresent(name -> changed.stream().sorted().filter(operation -> !rest.has(operation))
                .forEach(operation -> pieces.wrong(block.position(), "who is brought back could not be " + operation + "d: update: leaves \"" + name.text() + "\" to another request, and there is none",
                        "add " + operation + ":, or take \"" + name.text() + "\" out of apart:")));
    }

    /** What was made for somebody, and handed over, would not be hers. */
    private void secret(Yaml.Block object, Yaml.Block block) {
        if (!block.has("secret")) {
            object.block("attributes").entries().values().stream().filter(entry -> ((Yaml.Block) entry.value()).flag("sensitive", false) && ((Yaml.Block) entry.value()).flag("createOnly", false)).findFirst()
                    .ifPresent(entry -> pieces.wrong(block.position(), "\"" + entry.key() + "\" is made and handed over for each account, and one that is brought back would keep the old one", "add secret: with a request that sets it"));
        }
    }

    private void living(Yaml.Block rest, Yaml.Scalar by) {
        Yaml.Block find = rest.block("find");
        Yaml.Block own = find.block(find.has(by.text()) ? by.text() : RestObject.ANY);
        if (own.entries().isEmpty() || own.text("answer").filter("item"::equals).isPresent()) {
            pieces.wrong(by.position(), "nobody can look among the living for \"" + by.text() + "\", and one that was brought back, and of which that was never told, would be made a second time",
                    "add to find: a request for \"" + by.text() + "\" that brings a list");
        }
    }
}
