package dev.atrium.platform.outbox;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The trace of the running request, as text that can be stored and sent on.
public final class TraceContext {

    private static final String TRACEPARENT = "traceparent";

    private TraceContext() {}

    /// @return the W3C `traceparent` of the current span, or null outside of any
    public static @Nullable String current() {
        Map<String, String> carrier = new HashMap<>();
        W3CTraceContextPropagator.getInstance().inject(Context.current(), carrier, TraceContext::put);
        return carrier.get(TRACEPARENT);
    }

    private static void put(@Nullable Map<String, String> carrier, String name, String value) {
        if (carrier != null) {
            carrier.put(name, value);
        }
    }
}
