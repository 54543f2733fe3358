package dev.atrium.platform.problem;

/// A way in which something that we need can be away. Beans of this type tell such failures, which are answered by
/// `unavailable`, from faults of ours.
public interface Outage {

    /// Whether this very failure says so; its causes are asked for one by one.
    boolean isToldBy(Throwable failure);
}
