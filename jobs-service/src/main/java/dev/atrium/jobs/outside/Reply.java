package dev.atrium.jobs.outside;

import java.util.Map;

/// What became of a call. Reasons are for the user who gave the address: they hold no internals.
public sealed interface Reply {

    /// It was answered. A redirect is an answer like any other: it is not followed.
    ///
    /// @param headers names in lower case; of a header that came more than once, the first
    /// @param body at most as many bytes of it as were wanted
    record Answered(int status, Map<String, String> headers, byte[] body) implements Reply {
        public Answered {
            headers = Map.copyOf(headers);
        }
    }

    /// Nothing was sent: the address must not be called.
    record Refused(String reason) implements Reply {}

    /// Nothing was sent: too much else was on its way from here. It says nothing about the address.
    record Busy(String reason) implements Reply {}

    /// There was no whole answer. Whether the call had an effect is not known.
    record Failed(String reason) implements Reply {}
}
