package dev.atrium.jobs.trace;

import dev.atrium.platform.outbox.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/// Runs stored work as a part of the trace that it was stored from.
@ApplicationScoped
public final class Traces {

    private final Tracer tracer;

    Traces(Tracer tracer) {
        this.tracer = tracer;
    }

    /// The stored work.
    @FunctionalInterface
    public interface Work<T> {
        T run() throws Exception;
    }

    /// @param name of the span that the work becomes
    /// @param traceparent as it was stored; null starts a trace
    public <T> T goOn(String name, @Nullable String traceparent, Work<T> work) throws Exception {
        Span span = tracer.spanBuilder(name)
                .setParent(TraceContext.parent(traceparent))
                .startSpan();
        try (Scope _ = span.makeCurrent()) {
            return work.run();
        } finally {
            span.end();
        }
    }
}
