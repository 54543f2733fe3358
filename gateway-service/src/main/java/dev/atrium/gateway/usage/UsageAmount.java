package dev.atrium.gateway.usage;

import java.time.Instant;

/// How much was used in an hour, a day or a month.
///
/// @param meter what was metered
/// @param start where the time begins, in UTC
/// @param amount how much was used in it; of `stored-bytes`, how much there was at its end
public record UsageAmount(String meter, Instant start, long amount) {}
