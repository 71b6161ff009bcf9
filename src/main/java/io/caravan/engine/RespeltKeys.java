package io.caravan.engine;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Finds records that are gone and have come back under the same key, written another way: without the zeros in front that a spreadsheet takes for
 * superfluous, or in another case. One of them is enough harm: a person is closed, and opened once more as somebody new.
 */
final class RespeltKeys {

    private static final Pattern ZEROS_IN_FRONT = Pattern.compile("(?<!\\d)0+(?=\\d)");

    private RespeltKeys() {
    }

    /** By new key, in their order, the missing one that it may be. */
    static Map<String, String> among(List<String> missing, List<String> newcomers) {
        Map<String, String> gone = new HashMap<>();
        missing.forEach(anchor -> gone.put(plain(anchor), anchor));
        Map<String, String> respelt = new LinkedHashMap<>();
        newcomers.stream().filter(anchor -> gone.containsKey(plain(anchor))).forEach(anchor -> respelt.put(anchor, gone.get(plain(anchor))));
        return respelt;
    }

    private static String plain(String anchor) {
        return ZEROS_IN_FRONT.matcher(anchor.toLowerCase(Locale.ROOT)).replaceAll("");
    }
}
