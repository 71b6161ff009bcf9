package io.caravan.camel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;

/** Resolves {@code {{env:NAME}}}, {@code {{file:PATH}}} and Camel's other placeholders: in every place the same way. */
public final class Placeholders {

    private Placeholders() {
    }

    /**
     * As a Camel context resolves them; it learns {@code {{file:…}}} here, which Camel itself does not have.
     *
     * @param folder what relative paths are relative to
     */
    public static UnaryOperator<String> in(CamelContext context, Path folder) {
        if (!context.getPropertiesComponent().hasPropertiesFunction("file")) {
            context.getPropertiesComponent().addPropertiesFunction(new FilePropertiesFunction(folder));
        }
        return context::resolvePropertyPlaceholders;
    }

    /** As the Camel context of the project in this folder will resolve them, before there is one. */
    public static UnaryOperator<String> of(Path folder) {
        return text -> text.contains("{{") ? resolved(folder, text) : text;
    }

    private static String resolved(Path folder, String text) {
        CamelContext context = PlainCamel.make();
        try {
            Path settings = folder.resolve("application.properties");
            if (Files.isRegularFile(settings)) {
                context.getPropertiesComponent().setLocation("file:" + settings.toAbsolutePath());
            }
            return in(context, folder).apply(text);
        } finally {
            context.stop();
        }
    }
}
