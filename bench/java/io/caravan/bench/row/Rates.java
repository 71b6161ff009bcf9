package io.caravan.bench.row;

import java.util.LinkedHashMap;
import java.util.Map;

/** Figures in the order they are to be shown in. */
final class Rates {

    private Rates() {
    }

    static Map<String, Double> of(String name, double value) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(name, value);
        return figures;
    }

    static Map<String, Double> of(String first, double firstValue, String second, double secondValue) {
        Map<String, Double> figures = of(first, firstValue);
        figures.put(second, secondValue);
        return figures;
    }
}
