package dev.atrium.gateway.policy;

import io.vertx.core.http.HttpMethod;

/// One line of the policy.
///
/// @param method GET stands for HEAD as well
/// @param destination who answers
/// @param access who may ask
/// @param body how much the request may carry
public record Route(
        HttpMethod method,
        PathTemplate path,
        Destination destination,
        Access access,
        BodyLimit body,
        Transport transport) {

    /// What is spoken on a route.
    public enum Transport {
        HTTP,
        WEBSOCKET
    }

    boolean takes(HttpMethod asked) {
        return method.equals(asked) || (method.equals(HttpMethod.GET) && asked.equals(HttpMethod.HEAD));
    }
}
