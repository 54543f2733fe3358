package dev.atrium.platform.limit;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much may be used in how long, or held at one time. All of it may be used at once; what was used
/// comes back evenly, the whole within the window; what is held, when it is given back.
///
/// @param amount in requests, messages, bytes or whatever is counted; at least 1
/// @param window from a second to a year; zero if the quota is of what is held
public record Quota(long amount, Duration window) {

    private static final String UNLIMITED_TEXT = "unlimited";
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(366);

    /// No limit.
    public static final Quota UNLIMITED = new Quota(Long.MAX_VALUE, SHORTEST);

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,15})([KMG]?)(?:/([0-9]{1,8})([SMHD]))?");

    public Quota {
        if (amount < 1) {
            throw new IllegalArgumentException("a quota has at least 1");
        }
        if (!window.isZero() && (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException("a quota's window is between a second and a year");
        }
    }

    /// Reads a setting: `60/1M` is 60 a minute, `5/1D` is 5 a day, `1G/1D` is a gibibyte a day, `100`
    /// is 100 at one time, `unlimited` is no limit.
    ///
    /// @throws IllegalArgumentException if it is none of these
    public static Quota of(String text) {
        if (text.equals(UNLIMITED_TEXT)) {
            return UNLIMITED;
        }
        Matcher match = TEXT.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    "not a quota: '" + text + "'; quotas look like 60/1M, 5/1D, 1G/1D, 100 or unlimited");
        }
        long amount = Math.multiplyExact(Long.parseLong(match.group(1)), multiple(match.group(2)));
        if (match.group(3) == null) {
            return new Quota(amount, Duration.ZERO);
        }
        Duration window = Duration.parse(period(match.group(3), match.group(4)));
        if (window.isZero()) {
            throw new IllegalArgumentException("a quota's window is between a second and a year");
        }
        return new Quota(amount, window);
    }

    public boolean isUnlimited() {
        return amount == Long.MAX_VALUE;
    }

    /// Whether it is of what is held at one time.
    public boolean isHeld() {
        return window.isZero();
    }

    /// So many times as much in the same window, rounded down, but at least 1.
    public Quota times(double factor) {
        return isUnlimited() ? this : new Quota(Math.max(1, (long) (amount * factor)), window);
    }

    /// As [#of] reads it.
    @Override
    public String toString() {
        if (isUnlimited()) {
            return UNLIMITED_TEXT;
        }
        return isHeld() ? Long.toString(amount) : amount + "/" + window.toSeconds() + "S";
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
