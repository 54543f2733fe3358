package dev.atrium.gateway.policy;

/// Who answers a request.
public enum Destination {
    GATEWAY("gateway-service"),
    ROOM("room-service"),
    MEDIA("media-service"),
    JOBS("jobs-service"),
    SEARCH("search-service");

    private final String application;

    Destination(String application) {
        this.application = application;
    }

    /// The service's application name, which is the audience of its internal tokens.
    public String application() {
        return application;
    }
}
