package dev.atrium.platform.outbox;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.quarkus.opentelemetry.runtime.QuarkusContextStorage;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /// The context in which work goes on that was stored or sent with the given text.
    ///
    /// @param traceparent as [#current] gave it; null or malformed: the work starts a trace of its own
    public static Context parent(@Nullable String traceparent) {
        return traceparent == null
                ? Context.root()
                : W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent, Stored.GETTER);
    }

    /// The id of the trace, by which it is found in logs; empty for a text that is none.
    public static Optional<String> id(@Nullable String traceparent) {
        SpanContext span = Span.fromContext(parent(traceparent)).getSpanContext();
        return span.isValid() ? Optional.of(span.getTraceId()) : Optional.empty();
    }

    /// Has what is done from now on in the running Vert.x context be part of a trace. Only where that
    /// context is for one piece of work, as each message has its own; elsewhere nothing is changed, as
    /// others would be part of it.
    ///
    /// @param traceparent as in [#parent]
    public static void goOn(@Nullable String traceparent) {
        io.vertx.core.Context own = Vertx.currentContext();
        if (own != null && VertxContext.isDuplicatedContext(own)) {
            Scope _ = QuarkusContextStorage.INSTANCE.attach(own, parent(traceparent));
        }
    }

    private enum Stored implements TextMapGetter<String> {
        GETTER;

        @Override
        public Iterable<String> keys(String traceparent) {
            return List.of(TRACEPARENT);
        }

        @Override
        public @Nullable String get(@Nullable String traceparent, String name) {
            return name.equals(TRACEPARENT) ? traceparent : null;
        }
    }

    private static void put(@Nullable Map<String, String> carrier, String name, String value) {
        if (carrier != null) {
            carrier.put(name, value);
        }
    }
}
