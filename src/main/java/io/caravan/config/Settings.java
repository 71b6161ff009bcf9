package io.caravan.config;

import io.caravan.mapping.OutboundJob.Limit;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code application.properties}, checked: the keys under {@code caravan.} that belong to Caravan itself. Camel's own
 * keys stay Camel's and are not in here; systems are in {@link Project#systems()}. Placeholders such as
 * {@code {{env:NAME}}} are unresolved: every value here is safe to show.
 */
public record Settings(Map<String, String> values) {

    /** The setting by which an operator declares until when the credentials of a system are good, with a place for its name. */
    public static final String CREDENTIALS_EXPIRE = "caravan.systems.%s.credentialsExpire";

    public Settings {
        values = Map.copyOf(values);
    }

    /** The last day of a system's credentials, as declared by hand. */
    public Optional<LocalDate> credentialsExpire(String system) {
        return text(CREDENTIALS_EXPIRE.formatted(system)).map(LocalDate::parse);
    }

    /** Several numbers of days. */
    public List<Integer> days(OwnSetting setting) {
        return Arrays.stream(values.getOrDefault(setting.key(), setting.defaultValue().orElseThrow()).split(",")).map(String::strip).map(Integer::valueOf).toList();
    }

    public Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** What a setting that has a default says, or its default. */
    public Duration duration(OwnSetting setting) {
        return Amounts.duration(values.getOrDefault(setting.key(), setting.defaultValue().orElseThrow()));
    }

    /** What a setting that has a default says, or its default. */
    public long number(OwnSetting setting) {
        return Amounts.number(values.getOrDefault(setting.key(), setting.defaultValue().orElseThrow()));
    }

    /** Empty: nobody has set one. */
    public Optional<Limit> limit(OwnSetting setting) {
        return text(setting.key()).map(Amounts::limit);
    }

    /** What a setting that has a default says, or its default. */
    public Period period(OwnSetting setting) {
        return Amounts.period(values.getOrDefault(setting.key(), setting.defaultValue().orElseThrow()));
    }

    /** Empty: nobody has set one. */
    public Optional<Period> periodIfSet(OwnSetting setting) {
        return text(setting.key()).map(Amounts::period);
    }
}
