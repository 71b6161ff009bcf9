package io.caravan.config;

import io.caravan.connector.ConnectorSpec.Role;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.RestObject;
import io.caravan.connector.SystemSpec;
import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import java.util.Optional;

/**
 * The system and the object that a job reads from or writes to.
 *
 * @param name       as written; empty when it is not
 * @param objectName as written; empty when it is not
 * @param object     what the connector says of it; empty when system or object are not known
 * @param restoredBy by which attribute somebody who was deleted is brought back
 */
record SystemSide(String name, String objectName, Optional<ObjectSpec> object, Optional<String> restoredBy) {

    static SystemSide read(Yaml.Block block, Position place, boolean outbound, MappingContext around) {
        Optional<SystemSpec> system = block.scalar("system").flatMap(name -> system(name, outbound, around));
        Optional<ObjectSpec> object = system.flatMap(known -> block.scalar("object").flatMap(name -> object(name, known, around.problems())));
        object.filter(known -> !outbound && !known.can(Operation.LIST)).ifPresent(known ->
                around.problems().add(Problem.error(ProblemCode.UNSUPPORTED_OPERATION, place, "the system cannot list \"" + known.name() + "\" objects",
                        "read another kind of object, or another system")));
        return new SystemSide(block.text("system").orElse(""), block.text("object").orElse(""), object, object.flatMap(known -> system.get().connector().rest().flatMap(rest -> Optional.ofNullable(rest.objects().get(known.name()))))
                .flatMap(RestObject::restore).map(RestObject.Restore::by));
    }

    private static Optional<SystemSpec> system(Yaml.Scalar name, boolean outbound, MappingContext around) {
        SystemSpec system = around.systems().good().get(name.text());
        if (system == null) {
            if (!around.systems().named().contains(name.text())) {
                around.problems().add(Problem.error(ProblemCode.UNKNOWN_SYSTEM, name.position(), "there is no system \"" + name.text() + "\"",
                        Words.oneOf(around.systems().named()), Words.suggest(name.text(), around.systems().named(),
                                "set it up in application.properties: " + SettingsReader.SYSTEMS + name.text() + ".connector = …")));
            }
            return Optional.empty();
        }
        Role wrong = outbound ? Role.SOURCE : Role.TARGET;
        if (system.connector().role() == wrong) {
            around.problems().add(Problem.error(ProblemCode.WRONG_SIDE, name.position(),
                    "\"" + name.text() + "\" can only be " + (outbound ? "read from" : "written to") + ": its connector \""
                            + system.connector().name() + "\" says role: " + wrong.name().toLowerCase(java.util.Locale.ROOT),
                    outbound ? "name a target system" : "name a source system"));
        }
        return Optional.of(system);
    }

    private static Optional<ObjectSpec> object(Yaml.Scalar name, SystemSpec system, Problems problems) {
        ObjectSpec object = system.connector().objects().get(name.text());
        if (object == null) {
            problems.add(Problem.error(ProblemCode.UNKNOWN_OBJECT, name.position(), "\"" + system.name() + "\" has no object \"" + name.text() + "\"",
                    Words.oneOf(system.connector().objects().keySet()),
                    Words.suggest(name.text(), system.connector().objects().keySet(), "write one of those")));
        }
        return Optional.ofNullable(object);
    }
}
