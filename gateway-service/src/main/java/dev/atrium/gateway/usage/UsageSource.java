package dev.atrium.gateway.usage;

/// Something that goes on for long, and is asked now and then how much it has used. Every bean of this type
/// is asked before each report.
public interface UsageSource {

    /// Adds to the [Tally] what was used since the last time. Called by one thread at a time.
    void count();
}
