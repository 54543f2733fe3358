package dev.atrium.gateway.policy;

import dev.atrium.platform.limit.Usage;
import io.vertx.core.http.HttpMethod;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One line of the policy.
///
/// @param method GET stands for HEAD as well
/// @param destination who answers
/// @param access who may ask
/// @param body how much the request may carry
/// @param uses what a request uses of the caller's quotas
public record Route(
        HttpMethod method,
        PathTemplate path,
        Destination destination,
        Access access,
        BodyLimit body,
        Transport transport,
        Set<Usage> uses) {

    /// Where the default room is, of the caller's tenant.
    private static final List<String> DEFAULT_ROOM = List.of("api", "chat");

    /// Where a room's id stands in a path: `/api/rooms/{id}`.
    private static final int ROOM_SEGMENT = 2;

    /// What stands before it.
    private static final List<String> ROOMS = List.of("api", "rooms");

    /// What is spoken on a route.
    public enum Transport {
        HTTP,
        WEBSOCKET
    }

    public Route {
        uses = Set.copyOf(uses);
    }

    /// The same route, of which requests use more.
    Route using(Usage usage) {
        Set<Usage> more = EnumSet.copyOf(uses);
        more.add(usage);
        return new Route(method, path, destination, access, body, transport, more);
    }

    /// The room that a request to this route is about.
    ///
    /// @param path as it came over the wire
    /// @return empty if it is about no room, or about many
    public Optional<String> room(String path) {
        boolean one = destination == Destination.ROOM
                && path().segments().size() > ROOM_SEGMENT
                && path().segments().subList(0, ROOM_SEGMENT).equals(ROOMS);
        return one ? RawPath.segments(path).map(segments -> segments.get(ROOM_SEGMENT)) : Optional.empty();
    }

    /// Whether requests to it are about the default room of the caller's tenant.
    public boolean isDefaultRoom() {
        return path().segments().equals(DEFAULT_ROOM);
    }

    /// Whether requests to it make rooms.
    public boolean makesRoom() {
        return destination == Destination.ROOM
                && method.equals(HttpMethod.POST)
                && path().segments().equals(ROOMS);
    }

    boolean takes(HttpMethod asked) {
        return method.equals(asked) || (method.equals(HttpMethod.GET) && asked.equals(HttpMethod.HEAD));
    }
}
