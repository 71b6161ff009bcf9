package io.caravan.config;

import io.caravan.connector.RestObject;
import io.caravan.connector.RestPath;
import io.caravan.connector.RestReading;
import io.caravan.diagnostic.Problems;
import java.time.DateTimeException;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what a connector says of a request that reads: of which day, what has to be shown, and what within an object is a record. */
record RestReadingReader(RestPieces pieces) {

    /**
     * @param asked whether it is a request that may be asked as of a day
     * @param many  whether it brings many, of which can be said what they have to show, and which of them are none
     */
    RestReading reading(Yaml.Block request, Yaml.Block object, boolean asked, boolean many) {
        Stream.of("shows", "removed").filter(key -> request.has(key) && asked && !many).forEach(key -> pieces.wrong(request.at(key), "\"" + key + "\" does not belong in this request",
                "remove it; it belongs to list, changes and test"));
        Stream.of("asOf", "shows", "parts", "needs", "removed").filter(key -> request.has(key) && !asked).forEach(key -> pieces.wrong(request.at(key), "\"" + key + "\" does not belong in this request",
                "remove it; it belongs to list, changes, get, update and test"));
        Stream.concat(RestReading.MOMENTS.stream(), Stream.of(RestReading.SINCE_DAY)).filter(name -> asked && !request.has("asOf") && RestReader.names(request, name)).findFirst()
                .ifPresent(name -> pieces.wrong(request.position(), "the request names ${" + name + "} and has no \"asOf\"", "add asOf: {}, or with zone, ahead and starts what belongs to it"));
        Optional<RestObject.Removed> gone = removed(request, object);
        return new RestReading(pieces.path(object, "each").filter(path -> isPlain(path, object)), paths(request, "shows"), paths(request, "parts"), paths(request, "needs"), gone, asOf(request, object));
    }

    /** What is said of the object goes for all that is read of it; what was wrong with it has been said once. */
    Optional<RestObject.Removed> removed(Yaml.Block request, Yaml.Block object) {
        RestPieces of = request.has("removed") ? pieces : new RestPieces(new Problems());
        Yaml.Block told = (request.has("removed") ? request : object).block("removed");
        return of.path(told, "at").map(at -> new RestObject.Removed(at, RestPieces.values(told, "is")));
    }

    private boolean isPlain(RestPath path, Yaml.Block object) {
        boolean plain = !path.isWhole() && path.steps().stream().allMatch(RestPath.Member.class::isInstance);
        if (!plain) {
            pieces.wrong(object.at("each"), "\"each\" leads to a list through names alone", "write it as list, or part.list");
        }
        return plain;
    }

    /** A list of paths, or, where a setting has them, a text with commas between. */
    private List<RestPath> paths(Yaml.Block request, String key) {
        Stream<Yaml.Scalar> written = request.scalar(key).map(text -> Stream.of(text.text().split(",")).map(String::strip).filter(part -> !part.isEmpty()).map(part -> text.with(part, part)))
                .orElseGet(() -> request.items(key).stream().map(Yaml.Scalar.class::cast));
        return written.filter(text -> !Placeholder.in(text.text())).flatMap(text -> pieces.path(text).stream()).toList();
    }

    private Optional<RestReading.AsOf> asOf(Yaml.Block request, Yaml.Block object) {
        Yaml.Block block = request.block("asOf");
        if (!request.has("asOf")) {
            return Optional.empty();
        }
        boolean alone = block.flag("alone", false);
        if ((block.has("ahead") || alone) != block.has("starts")) {
            pieces.wrong(request.at("asOf"), "\"" + (alone ? "alone" : "ahead") + "\" and \"starts\" belong together", "say with starts: which attribute has somebody's first day, so that only who begins later is taken from what is read ahead");
            return Optional.of(new RestReading.AsOf(ZoneOffset.UTC, Period.ZERO, "", false));
        }
        if (alone && block.has("ahead")) {
            pieces.wrong(block.at("alone"), "\"ahead\" and \"alone\" are two ways to the same", "keep alone where the list shows who is to come, and ahead where it does not");
        }
        if (alone && (!object.has("get") || object.has("each"))) {
            pieces.wrong(block.at("alone"), object.has("each") ? "who is to come cannot be read again: of each object, several records are made (\"each\")" : "who is to come cannot be read again: the object has no request for one of them",
                    "add get: with ${anchor} and ${asOf} to rest: of this object, or remove alone");
        }
        return Optional.of(new RestReading.AsOf(zone(block), ahead(block), block.text("starts").orElse(""), alone));
    }

    private ZoneId zone(Yaml.Block block) {
        String name = block.text("zone").filter(text -> !Placeholder.in(text)).orElse("UTC");
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            pieces.wrong(block.at("zone"), "\"" + name + "\" is no time zone", "write a name such as Europe/Berlin");
            return ZoneOffset.UTC;
        }
    }

    private Period ahead(Yaml.Block block) {
        String text = block.text("ahead").filter(one -> !Placeholder.in(one)).orElse("P0D");
        try {
            Period ahead = Amounts.period(text);
            if (ahead.isNegative()) {
                throw new IllegalArgumentException(text);
            }
            return ahead;
        } catch (IllegalArgumentException | DateTimeException wrong) {
            pieces.wrong(block.at("ahead"), "\"" + text + "\" is no period", "write 30d, P30D or P1M");
            return Period.ZERO;
        }
    }
}
