package io.caravan.config;

import io.caravan.diagnostic.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * That a value of one setting needs another setting: {@code needs: {auth: {bearer: [token], jwt-bearer: [issuer or clientId]}}}.
 *
 * @param setting whose value it is
 * @param value   with which there is the need
 * @param anyOf   one of these has to have a value
 */
record SettingNeed(String setting, String value, List<String> anyOf, Position position) {

    private static final String OR = " or ";

    static List<SettingNeed> of(Yaml.Block provisioning) {
        List<SettingNeed> needs = new ArrayList<>();
        provisioning.block("needs").entries().forEach((setting, values) -> ((Yaml.Block) values.value()).entries().forEach((value, names) ->
                ((Yaml.Items) names.value()).items().forEach(item -> needs.add(new SettingNeed(setting, value, anyOf(((Yaml.Scalar) item).text()), item.position())))));
        return needs;
    }

    private static List<String> anyOf(String text) {
        return Arrays.stream(text.split(OR)).map(String::strip).toList();
    }

    /** @param values of all settings of a system, the defaults included; an empty text counts as not set */
    boolean isMet(Map<String, String> values) {
        return !value.equals(values.get(setting)) || anyOf.stream().anyMatch(name -> !values.getOrDefault(name, "").isBlank());
    }

    /** With which values of other settings this one is needed, in words to stand behind what it says; empty: with none. */
    static String words(String name, List<SettingNeed> needs, SpecBuilder connector) {
        Map<List<String>, List<SettingNeed>> alike = new LinkedHashMap<>();
        needs.stream().filter(need -> need.anyOf.contains(name) && connector.allows(need.setting, need.value) && need.anyOf.stream().noneMatch(connector::isAlwaysThere)).forEach(need ->
                alike.computeIfAbsent(List.of(need.setting, need.unless(name)), none -> new ArrayList<>()).add(need));
        return alike.values().stream().map(some -> " Needed with " + some.get(0).setting + ": " + some.stream().map(SettingNeed::value).collect(Collectors.joining(", "))
                + some.get(0).unless(name) + ".").collect(Collectors.joining());
    }

    private String unless(String name) {
        List<String> others = anyOf.stream().filter(other -> !other.equals(name)).toList();
        return others.isEmpty() ? "" : ", unless " + String.join(OR, others) + " is given";
    }

    String either() {
        return anyOf.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(OR));
    }
}
