package io.caravan.config;

import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import io.caravan.diagnostic.Suggestion;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Checks Caravan's own keys in {@code application.properties} against {@link OwnSetting}. Other people's keys pass untouched. */
final class SettingsReader {

    private static final Pattern HOURS = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d-([01]\\d|2[0-3]):[0-5]\\d");
    private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d");
    private static final Pattern DAYS = Pattern.compile("\\s*[1-9]\\d{0,3}\\s*(,\\s*[1-9]\\d{0,3}\\s*)*");
    private static final Pattern LIMIT = Pattern.compile("[0-9]{1,9}|([0-9]{1,9} or )?[0-9]{1,3}(\\.[0-9]{1,6})? ?%");
    private static final String OWN = "caravan.";
    static final String SYSTEMS = "caravan.systems.";

    private SettingsReader() {
    }

    /** All own settings that have a value, defaults included. */
    static Settings read(Map<String, PropertiesText.Entry> entries, Problems problems) {
        Map<String, String> values = new LinkedHashMap<>();
        for (OwnSetting setting : OwnSetting.values()) {
            setting.defaultValue().ifPresent(value -> values.put(setting.key(), value));
        }
        for (PropertiesText.Entry entry : entries.values()) {
            if (entry.key().startsWith(OWN) && !entry.key().startsWith(SYSTEMS)) {
                OwnSetting.of(entry.key()).ifPresentOrElse(setting -> {
                    check(setting, entry, problems);
                    values.put(setting.key(), entry.value());
                }, () -> unknown(entry, problems));
            } else if (entry.key().startsWith(SYSTEMS) && entry.key().endsWith("." + SystemsReader.CREDENTIALS_EXPIRE)) {
                lastDay(entry, values, problems);
            } else {
                misspeltPrefix(entry, problems);
            }
        }
        return new Settings(values);
    }

    /** A date that is none is nobody's last day. */
    private static void lastDay(PropertiesText.Entry entry, Map<String, String> values, Problems problems) {
        try {
            values.put(entry.key(), LocalDate.parse(entry.value().strip()).toString());
        } catch (DateTimeException notADate) {
            problems.add(Problem.error(ProblemCode.SETTING_VALUE, entry.valuePosition(), "\"" + entry.value() + "\" is not a date",
                    "the last day on which these credentials are good, as in 2027-01-31", "write for example 2027-01-31, or remove the line"));
        }
    }

    /** {@code carvan.store.url} is nobody's key. */
    private static void misspeltPrefix(PropertiesText.Entry entry, Problems problems) {
        String prefix = entry.key().contains(".") ? entry.key().substring(0, entry.key().indexOf('.') + 1) : "";
        if (!prefix.equals(OWN) && Suggestion.nearest(prefix, List.of(OWN)).isPresent()) {
            problems.add(Problem.error(ProblemCode.SETTING_KEY, entry.keyPosition(), "there is no setting \"" + entry.key() + "\"",
                    "write " + OWN + entry.key().substring(prefix.length())));
        }
    }

    private static void unknown(PropertiesText.Entry entry, Problems problems) {
        String fix = Suggestion.nearest(entry.key(), OwnSetting.keys()).map(key -> "write " + key)
                .orElse("remove it, or see docs/reference/settings.md for the settings there are");
        problems.add(Problem.error(ProblemCode.SETTING_KEY, entry.keyPosition(), "there is no setting \"" + entry.key() + "\"", fix));
    }

    private static void check(OwnSetting setting, PropertiesText.Entry entry, Problems problems) {
        if (setting.type() == OwnSetting.Type.SECRET && !Placeholder.whole(entry.value())) {
            problems.add(Placeholder.literalSecret(entry));
        } else if (setting.type() == OwnSetting.Type.ZONE && !Placeholder.in(entry.value()) && !isZone(entry.value())) {
            problems.add(Problem.error(ProblemCode.SETTING_VALUE, entry.valuePosition(), "\"" + entry.value() + "\" is not a time zone",
                    "a name of the IANA time zone database", "write for example Europe/Berlin or UTC"));
        } else if (setting == OwnSetting.STORE_URL && !Placeholder.in(entry.value()) && !isStore(entry.value())) {
            problems.add(Problem.error(ProblemCode.SETTING_VALUE, entry.valuePosition(),
                    "the store can be a SQLite file or a PostgreSQL database, not \"" + entry.value() + "\"",
                    "jdbc:sqlite:FILE or jdbc:postgresql://HOST/DATABASE", "write for example jdbc:sqlite:state/caravan.db"));
        } else if (setting.type() == OwnSetting.Type.DURATION && !isAmount(Amounts::duration, entry.value())) {
            problems.add(Problem.error(ProblemCode.SETTING_VALUE, entry.valuePosition(), "\"" + entry.value() + "\" is not a duration",
                    "a duration such as 30s, 5m, 1h, 2d or PT5M", "write for example " + setting.defaultValue().orElse("5m")));
        } else if (setting.type() == OwnSetting.Type.PERIOD && !isAmount(Amounts::period, entry.value())) {
            problems.add(Problem.error(ProblemCode.SETTING_VALUE, entry.valuePosition(), "\"" + entry.value() + "\" is not a period",
                    "a period such as 14d, 2w, P14D or P1M", "write for example " + setting.defaultValue().orElse("90d")));
        } else if (setting.type() == OwnSetting.Type.NUMBER && !isAmount(Amounts::number, entry.value())) {
            problems.add(Problem.error(ProblemCode.SETTING_VALUE, entry.valuePosition(), "\"" + entry.value() + "\" is not a whole number from 1",
                    "a whole number from 1", "write for example " + setting.defaultValue().orElse("1000")));
        } else if (setting.type() == OwnSetting.Type.FLAG && !Placeholder.in(entry.value()) && !List.of("true", "false").contains(entry.value())) {
            problems.add(Problem.error(ProblemCode.SETTING_VALUE, entry.valuePosition(), "\"" + entry.value() + "\" is neither true nor false",
                    "true or false", "write for example " + setting.defaultValue().orElse("true")));
        } else if (setting.type() == OwnSetting.Type.SECURITY && !List.of("starttls", "tls", "none").contains(entry.value())) {
            problems.add(Problem.error(ProblemCode.SETTING_VALUE, entry.valuePosition(), "\"" + entry.value() + "\" is no way to reach a mail server",
                    "starttls, tls or none", "write for example " + setting.defaultValue().orElse("starttls")));
        } else if (setting.type() == OwnSetting.Type.HOURS && !HOURS.matcher(entry.value()).matches()) {
            problems.add(Problem.error(ProblemCode.SETTING_VALUE, entry.valuePosition(), "\"" + entry.value() + "\" are no hours",
                    "from when until when, as in 22:00-06:30", "write for example 22:00-06:30"));
        } else if (setting.type() == OwnSetting.Type.TIME && !TIME.matcher(entry.value()).matches()) {
            problems.add(Problem.error(ProblemCode.SETTING_VALUE, entry.valuePosition(), "\"" + entry.value() + "\" is no time of day",
                    "hours and minutes, as in 07:00", "write for example " + setting.defaultValue().orElse("07:00")));
        } else if (setting.type() == OwnSetting.Type.DAYS && !DAYS.matcher(entry.value()).matches()) {
            problems.add(Problem.error(ProblemCode.SETTING_VALUE, entry.valuePosition(), "\"" + entry.value() + "\" are no numbers of days",
                    "one or more whole numbers from 1, with commas between", "write for example " + setting.defaultValue().orElse("30,7,1")));
        } else if (setting.type() == OwnSetting.Type.LIMIT && !LIMIT.matcher(entry.value()).matches()) {
            problems.add(Problem.error(ProblemCode.SETTING_VALUE, entry.valuePosition(), "\"" + entry.value() + "\" is not a limit",
                    "a number, a share such as 5%, or both as in 500 or 10% (the lower counts)", "write for example 500 or 10%"));
        } else if (entry.value().isBlank()) {
            problems.add(Problem.error(ProblemCode.SETTING_VALUE, entry.keyPosition(), "\"" + entry.key() + "\" has no value",
                    "write a value, or remove the line"));
        }
    }

    /** Whether it says an amount of time, and one that is more than none. */
    private static <T> boolean isAmount(Function<String, T> reader, String text) {
        try {
            T amount = reader.apply(text);
            return amount instanceof Duration duration ? duration.compareTo(Duration.ZERO) > 0
                    : amount instanceof Long number ? number > 0 : amount instanceof Period period && !period.isNegative() && !period.isZero();
        } catch (DateTimeException | ArithmeticException | NumberFormatException | StringIndexOutOfBoundsException notAnAmount) {
            return false;
        }
    }

    private static boolean isStore(String url) {
        return url.isBlank() || url.matches("jdbc:(sqlite:(?!.*:memory:).+|postgresql:.+)");
    }

    static boolean isZone(String name) {
        try {
            ZoneId.of(name);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
