package dev.atrium.gateway.edge;

import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;

/// What a request to make something has come to.
///
/// @param isNew false if the same request had made it before
public record Made<T>(T thing, boolean isNew) {

    public static <T> Made<T> now(T thing) {
        return new Made<>(thing, true);
    }

    public static <T> Made<T> before(T thing) {
        return new Made<>(thing, false);
    }

    /// The answer: 201 with the thing, or 200 if it was made before.
    ///
    /// @param path of the thing. It is told as it is here: a URI would be completed with the scheme and the
    ///     address of the request, which behind something that ends TLS are not the client's
    public RestResponse<T> at(String path) {
        return RestResponse.ResponseBuilder.create(isNew ? RestResponse.Status.CREATED : RestResponse.Status.OK, thing)
                .header(HttpHeaders.LOCATION, path)
                .build();
    }
}
