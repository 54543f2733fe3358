package dev.atrium.platform.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One setting, as its mapping declares it.
///
/// @param name in full, with `<…>` for each part that is chosen freely
/// @param type as people say it
/// @param optional whether it may have no value at all
/// @param standard its default; null without one
/// @param bounds empty if it has none
/// @param meaning empty if nobody wrote it down
record Setting(
        String name,
        String type,
        boolean optional,
        @Nullable String standard,
        String bounds,
        String meaning) {

    private static final Pattern CHOSEN = Pattern.compile("<[a-z-]+>");

    /// Whether it has a value that is too small or too large.
    boolean isMeasured() {
        return type.equals("number") || type.equals("duration");
    }

    /// Whether it is a setting for each of any number of names.
    boolean isMany() {
        return name.contains("<");
    }

    /// The environment variable; empty for many, which variables cannot tell apart for certain.
    String variable() {
        return isMany() ? "" : variable(name);
    }

    static String variable(String name) {
        return name.replaceAll("[^a-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /// What holds where nobody sets it.
    ///
    /// @param presets what the service's own file sets
    String standard(SortedMap<String, String> presets) {
        Pattern pattern = pattern();
        List<String> values = new ArrayList<>();
        presets.forEach((key, value) -> {
            Matcher found = pattern.matcher(key);
            if (found.matches()) {
                values.add(isMany() ? "%s `%s`".formatted(chosen(found), value) : "`%s`".formatted(value));
            }
        });
        if (standard != null && (isMany() || values.isEmpty())) {
            values.addFirst("`%s`".formatted(standard));
        }
        if (values.isEmpty()) {
            return optional || isMany() ? "-" : "required";
        }
        return String.join(", ", values);
    }

    private static String chosen(Matcher found) {
        List<String> parts = new ArrayList<>();
        for (int group = 1; group <= found.groupCount(); group++) {
            parts.add(found.group(group));
        }
        return String.join(" ", parts);
    }

    private Pattern pattern() {
        StringBuilder pattern = new StringBuilder();
        Matcher chosen = CHOSEN.matcher(name);
        int start = 0;
        while (chosen.find()) {
            pattern.append(Pattern.quote(name.substring(start, chosen.start()))).append("([^.]+)");
            start = chosen.end();
        }
        return Pattern.compile(
                pattern.append(Pattern.quote(name.substring(start))).toString());
    }
}
