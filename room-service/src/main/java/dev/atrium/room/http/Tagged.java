package dev.atrium.room.http;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// What was read of a room.
///
/// @param tag its validator
/// @param value null if the client has it already
record Tagged<T>(String tag, @Nullable T value) {

    /// The answer: 200, or 304 without a body.
    <V> RestResponse<V> answer(Function<T, V> view) {
        RestResponse.ResponseBuilder<V> answer = value == null
                ? RestResponse.ResponseBuilder.create(RestResponse.Status.NOT_MODIFIED)
                : RestResponse.ResponseBuilder.ok(view.apply(value));
        return answer.header(HttpHeaders.ETAG, tag).build();
    }
}
