package io.caravan.camel.kit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Somebody, or something, that the kit makes up to try a connector out with.
 *
 * @param object  the kind of object
 * @param account what it is made of
 * @param change  what of it is changed then
 * @param members the kind of object that its members are of; empty where it has none
 */
public record KitAccount(String object, Map<String, Object> account, Map<String, Object> change, Optional<String> members) {

    /**
     * Those of a file, in its order.
     *
     * @param number what stands in them for {@code <n>}
     * @throws KitException when it is no such file
     */
    public static List<KitAccount> of(Path file, String number) {
        List<KitAccount> accounts = new ArrayList<>();
        KitFile.read(file).objects().forEach((object, kit) -> {
            if (!kit.account().isEmpty()) {
                accounts.add(new KitAccount(object, numbered(kit.account(), number), numbered(kit.change(), number), kit.members()));
            }
        });
        return accounts;
    }

    private static Map<String, Object> numbered(Map<String, Object> values, String number) {
        Map<String, Object> numbered = new LinkedHashMap<>();
        values.forEach((name, value) -> numbered.put(name, numbered(value, number)));
        return numbered;
    }

    private static Object numbered(Object value, String number) {
        return value instanceof String text ? text.replace("<n>", number) : value instanceof List<?> list ? list.stream().map(one -> numbered(one, number)).toList() : value;
    }
}
