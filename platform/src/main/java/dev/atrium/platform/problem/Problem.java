package dev.atrium.platform.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.atrium.platform.web.Json;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A problem document (RFC 9457).
///
/// @param type where the type is registered, or the path of the page that explains it
/// @param title short, the same for each problem of the type
/// @param status the HTTP status code
/// @param detail what was wrong this time and what to do; safe to show
/// @param instance id of the request, by which the operator finds it in the logs; null where there is no
///     request
/// @param errors the single faults of an invalid request; empty otherwise
/// @param violatedPolicies names of the limits that were reached, as the RateLimit header fields have them;
///     empty otherwise
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String instance,
        List<Fault> errors,
        @JsonProperty("violated-policies") List<String> violatedPolicies) {

    /// The media type of problem documents.
    public static final String MEDIA_TYPE = "application/problem+json";

    /// One fault of an invalid request: where it is and what is wrong.
    ///
    /// @param pointer JSON Pointer into the body; null if the fault is elsewhere
    /// @param parameter name of the query, path, form or header parameter; null if the fault is in the body
    /// @param detail what is wrong there
    /// @param present what is there instead of what the request assumes; null where that is not said
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Fault(
            @Nullable String pointer,
            @Nullable String parameter,
            String detail,
            @Nullable Object present) {

        public static Fault inBody(String pointer, String detail) {
            return inBody(pointer, detail, null);
        }

        public static Fault inBody(String pointer, String detail, @Nullable Object present) {
            return new Fault(pointer, null, detail, present);
        }

        public static Fault inParameter(String parameter, String detail) {
            return new Fault(null, parameter, detail, null);
        }
    }

    public Problem {
        errors = List.copyOf(errors);
        violatedPolicies = List.copyOf(violatedPolicies);
    }

    public static Problem of(ProblemType type, String detail) {
        return of(type, detail, List.of());
    }

    public static Problem of(ProblemType type, String detail, List<Fault> errors) {
        return new Problem(type.uri(), type.title(), type.status(), detail, null, errors, List.of());
    }

    /// The answer to somebody who has used up what a limit or a plan allows.
    ///
    /// @param violatedPolicies names of the limits, or the meter of the plan
    public static Problem quotaExceeded(String detail, List<String> violatedPolicies) {
        ProblemType type = ProblemType.QUOTA_EXCEEDED;
        return new Problem(type.uri(), type.title(), type.status(), detail, null, List.of(), violatedPolicies);
    }

    public Problem withInstance(@Nullable String requestId) {
        return new Problem(type, title, status, detail, requestId, errors, violatedPolicies);
    }

    /// Ends a raw route's response with a problem of this type; see [#send(RoutingContext, Problem)].
    public static Uni<Boolean> send(RoutingContext context, ProblemType type, String detail) {
        return send(context, of(type, detail));
    }

    /// Ends a raw route's response with this problem; `Retry-After` is set for the statuses that promise
    /// it.
    ///
    /// @return an item `true` once the response is handed over
    public static Uni<Boolean> send(RoutingContext context, Problem problem) {
        HttpServerResponse response = context.response();
        if (!response.ended()) {
            response.setStatusCode(problem.status()).putHeader("Content-Type", MEDIA_TYPE);
            if (problem.status() == ProblemType.UNAUTHENTICATED.status()) {
                response.putHeader("WWW-Authenticate", "Bearer");
            }
            if (problem.status() == ProblemType.UNAVAILABLE.status()
                    && !response.headers().contains("Retry-After")) {
                response.putHeader("Retry-After", ProblemException.RETRY_AFTER_DEFAULT_SECONDS);
            }
            response.end(Json.write(problem.withInstance(RequestId.of(context))));
        }
        return Uni.createFrom().item(true);
    }
}
