package dev.atrium.gateway.policy;

import java.util.List;

/// Who answers a request: the gateway, another service of the suite, or one that an operator has put behind it. There
/// is one object of each.
public final class Destination {

    public static final Destination GATEWAY = new Destination("gateway-service");
    public static final Destination ROOM = new Destination("room-service");
    public static final Destination MEDIA = new Destination("media-service");
    public static final Destination JOBS = new Destination("jobs-service");
    public static final Destination SEARCH = new Destination("search-service");

    /// All of the suite.
    public static final List<Destination> SUITE = List.of(GATEWAY, ROOM, MEDIA, JOBS, SEARCH);

    private final String application;

    private Destination(String application) {
        this.application = application;
    }

    /// A new one that is not of the suite.
    ///
    /// @throws IllegalArgumentException for the name of one that is: who bears it would get tokens that it believes
    public static Destination outsideOfSuite(String name) {
        if (SUITE.stream().anyMatch(one -> one.application.equals(name))) {
            throw new IllegalArgumentException("'" + name + "' is a service of the suite");
        }
        return new Destination(name);
    }

    /// The service's application name, which is the audience of its internal tokens.
    public String application() {
        return application;
    }

    @Override
    public String toString() {
        return application;
    }
}
