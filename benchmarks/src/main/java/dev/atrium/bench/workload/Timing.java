package dev.atrium.bench.workload;

/// How long and how far each workload goes.
///
/// @param heatSeconds before a target is measured for the first time
/// @param warmUpSeconds of each step, not measured
/// @param seconds of each step, measured
/// @param maxRate messages per second, beyond which no ladder climbs
/// @param idleSockets to open
/// @param connections for requests by HTTP
public record Timing(
        double heatSeconds, double warmUpSeconds, double seconds, double maxRate, int idleSockets, int connections) {}
