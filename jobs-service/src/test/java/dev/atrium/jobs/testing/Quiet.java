package dev.atrium.jobs.testing;

import java.time.Instant;
import java.time.ZoneOffset;

/// Preferences of who does not want to be disturbed now, nor in the next hours.
public final class Quiet {

    private Quiet() {}

    /// As a change of preferences.
    public static String now() {
        return "{\"quietHours\":{\"from\":\"00:00\",\"to\":\"23:59\"},\"zone\":\"" + zone() + "\"}";
    }

    /// A zone in which it is around noon.
    public static String zone() {
        int offset = 12 - Instant.now().atOffset(ZoneOffset.UTC).getHour();
        return offset >= 0 ? String.format("+%02d:00", offset) : String.format("-%02d:00", -offset);
    }
}
