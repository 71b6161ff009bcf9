package io.caravan.config;

import io.caravan.mapping.OutboundJob.GuardLimits;
import io.caravan.mapping.OutboundJob.Guarded;
import io.caravan.mapping.OutboundJob.LifecycleRule;
import io.caravan.mapping.OutboundJob.Limit;
import io.caravan.mapping.OutboundJob.OnExit;
import io.caravan.mapping.OutboundJob.OnMatch;
import io.caravan.mapping.OutboundJob.OnMissing;
import io.caravan.subject.Kind;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads what only outbound mappings say: scope exit, lifecycle, guard. The shape has been checked. What is no person is kept by default
 * when nobody names it any more: a group or a unit is not closed, and to delete it is for its mapping to say.
 */
record OutboundRules(Yaml.Block good, Kind kind) {

    private OnExit byDefault() {
        return kind.equals(Kind.PERSON) ? OnExit.DISABLE : OnExit.KEEP;
    }

    OnExit onExit() {
        return onExit(good.block("scope"), "onExit");
    }

    private OnExit onExit(Yaml.Block block, String key) {
        return block.text(key).map(word -> OnExit.valueOf(word.toUpperCase(Locale.ROOT))).orElseGet(this::byDefault);
    }

    OnMatch onMatch() {
        return good.text("onMatch").map(word -> OnMatch.valueOf(word.toUpperCase(Locale.ROOT))).orElse(OnMatch.ADOPT);
    }

    OnMissing onMissing() {
        return good.text("onMissing").map(word -> OnMissing.valueOf(word.toUpperCase(Locale.ROOT))).orElse(OnMissing.RECREATE);
    }

    LifecycleRule lifecycle() {
        Yaml.Block block = good.block("lifecycle");
        return new LifecycleRule(block.text("prehire").map(Amounts::period).orElse(LifecycleRule.DEFAULT.prehire()),
                is(block, "prehireState", "enabled"), is(block, "onLeave", "disable"), onExit(block, "onLeaver"),
                block.text("hold").map(Amounts::period), !is(block, "rehire", "new"));
    }

    private static boolean is(Yaml.Block block, String key, String word) {
        return block.text(key).filter(word::equals).isPresent();
    }

    GuardLimits guard() {
        Yaml.Block block = good.block("guard");
        Map<Guarded, Limit> limits = new EnumMap<>(Guarded.class);
        for (Guarded what : Guarded.values()) {
            block.scalar("max" + what.name().charAt(0) + what.name().substring(1).toLowerCase(Locale.ROOT))
                    .ifPresent(scalar -> limits.put(what, Amounts.limit(scalar.value().toString())));
        }
        return new GuardLimits(limits, block.has("hold"));
    }
}
