package dev.atrium.platform.limit;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much may be used in how long. All of it may be used at once; what was used comes back evenly, the
/// whole within the window.
///
/// @param amount in requests, messages, bytes or whatever is counted; at least 1
/// @param window from a second to a year
public record Quota(long amount, Duration window) {

    private static final String UNLIMITED_TEXT = "unlimited";
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(366);

    /// No limit.
    public static final Quota UNLIMITED = new Quota(Long.MAX_VALUE, SHORTEST);

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,15})([KMG]?)/([0-9]{1,8})([SMHD])");

    public Quota {
        if (amount < 1) {
            throw new IllegalArgumentException("a quota has at least 1");
        }
        if (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a quota's window is between a second and a year");
        }
    }

    /// Reads a setting: `60/1M` is 60 a minute, `5/1D` is 5 a day, `1G/1D` is a gibibyte a day, `unlimited`
    /// is no limit.
    ///
    /// @throws IllegalArgumentException if it is none of these
    public static Quota of(String text) {
        if (text.equals(UNLIMITED_TEXT)) {
            return UNLIMITED;
        }
        Matcher match = TEXT.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    "not a quota: '" + text + "'; quotas look like 60/1M, 5/1D, 1G/1D or unlimited");
        }
        long amount = Math.multiplyExact(Long.parseLong(match.group(1)), multiple(match.group(2)));
        return new Quota(amount, Duration.parse(period(match.group(3), match.group(4))));
    }

    public boolean isUnlimited() {
        return amount == Long.MAX_VALUE;
    }

    /// So many times as much in the same window, rounded down, but at least 1.
    public Quota times(double factor) {
        return isUnlimited() ? this : new Quota(Math.max(1, (long) (amount * factor)), window);
    }

    /// As [#of] reads it.
    @Override
    public String toString() {
        return isUnlimited() ? UNLIMITED_TEXT : amount + "/" + window.toSeconds() + "S";
    }

    private static long multiple(String unit) {
        return switch (unit) {
            case "K" -> 1L << 10;
            case "M" -> 1L << 20;
            case "G" -> 1L << 30;
            default -> 1;
        };
    }

    private static String period(String number, String unit) {
        return unit.equals("D") ? "P" + number + "D" : "PT" + number + unit;
    }
}
