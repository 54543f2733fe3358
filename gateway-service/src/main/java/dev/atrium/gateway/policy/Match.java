package dev.atrium.gateway.policy;

import java.util.List;

/// What the policy has for a method and a path.
public sealed interface Match {

    /// The one route.
    record Found(Route route) implements Match {}

    /// The path exists, but not for this method.
    ///
    /// @param allowed the methods that it exists for
    record OtherMethod(List<String> allowed) implements Match {
        public OtherMethod {
            allowed = List.copyOf(allowed);
        }
    }

    /// Nothing that may be reached from outside.
    record Nothing() implements Match {}
}
