package dev.atrium.bench.workload;

import java.util.List;

/// How long and how far each workload goes.
///
/// @param heatSeconds before a target is measured for the first time
/// @param warmUpSeconds of each step, not measured
/// @param seconds of each step, measured
/// @param maxRate messages per second, beyond which no ladder climbs
/// @param rates messages per second, ascending: only these are tried, and no ladder is climbed; empty: as each workload
///     has it
/// @param idleSockets to open
/// @param connections for requests by HTTP
/// @param jobs of each kind
/// @param sleepers workflow instances that sleep
public record Timing(
        double heatSeconds,
        double warmUpSeconds,
        double seconds,
        double maxRate,
        List<Double> rates,
        int idleSockets,
        int connections,
        int jobs,
        int sleepers) {

    public Timing {
        rates = List.copyOf(rates);
    }
}
