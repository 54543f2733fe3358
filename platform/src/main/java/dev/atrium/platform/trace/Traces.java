package dev.atrium.platform.trace;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.outbox.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.quarkus.opentelemetry.runtime.QuarkusContextStorage;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// The trace that a request belongs to, by whose id it is found in the logs of all services: the one that
/// the client names, else a new one. Where traces are recorded, spans are Quarkus' business; where they are
/// not, to collect what they would tell took a twelfth of the gateway's time, so that there is nothing but
/// the id.
@ApplicationScoped
final class Traces implements HttpServerOptionsCustomizer {

    /// Before the request arrives, which may be refused at once.
    private static final int FIRST = 1_010;

    private final boolean recorded;

    Traces(TracesConfig config) {
        this.recorded = config.endpoint().isPresent() && config.ratio() > 0;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        if (!recorded) {
            options.setTracingPolicy(TracingPolicy.IGNORE);
        }
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        customizeHttpServer(options);
    }

    void filters(@Observes Filters filters) {
        if (!recorded) {
            filters.register(Traces::begin, FIRST);
        }
    }

    private static void begin(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        Context trace = Context.root().with(Span.wrap(of(request)));
        Scope _ = QuarkusContextStorage.INSTANCE.attach(((HttpServerRequestInternal) request).context(), trace);
        routing.next();
    }

    /// Whatever the client says of recording: where nobody does, services shall not begin with it.
    private static SpanContext of(HttpServerRequest request) {
        SpanContext named = Span.fromContext(TraceContext.parent(request.getHeader(CloudEvent.TRACEPARENT)))
                .getSpanContext();
        return named.isValid()
                ? SpanContext.create(
                        named.getTraceId(), named.getSpanId(), TraceFlags.getDefault(), TraceState.getDefault())
                : SpanContext.create(
                        IdGenerator.random().generateTraceId(),
                        IdGenerator.random().generateSpanId(),
                        TraceFlags.getDefault(),
                        TraceState.getDefault());
    }
}
