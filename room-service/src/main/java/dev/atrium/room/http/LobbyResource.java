package dev.atrium.room.http;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.room.chat.RoomView;
import dev.atrium.room.lobby.Lobby;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestResponse;

/// The default room of the caller's tenant (RM-1). A WebSocket handshake at the same address joins it.
@Path("/api/chat")
final class LobbyResource {

    private final CurrentCaller callers;
    private final Lobby lobby;
    private final RoomReader reader;

    LobbyResource(CurrentCaller callers, Lobby lobby, RoomReader reader) {
        this.callers = callers;
        this.lobby = lobby;
        this.reader = reader;
    }

    /// Tells which is the caller's default room, at whose address (`Content-Location`) all else is done; it is made
    /// if nobody has come before. A WebSocket handshake joins it.
    @GET
    @PermissionsAllowed("rooms:read")
    @APIResponseSchema(value = RoomView.class, responseCode = "200")
    @Parameter(
            name = "after",
            in = ParameterIn.QUERY,
            description = "To a WebSocket handshake: go on behind this sequence number")
    @APIResponse(responseCode = "101", description = "To a WebSocket handshake: it speaks `atrium.v1` from here on")
    public Uni<RestResponse<RoomView>> get() {
        Caller caller = callers.get();
        return opened(caller)
                .flatMap(_ -> reader.room(caller, Lobby.of(caller).room()))
                .map(room -> RestResponse.ResponseBuilder.ok(room)
                        .header(HttpHeaders.CONTENT_LOCATION, "/api/rooms/" + room.id())
                        .build());
    }

    private Uni<Void> opened(Caller caller) {
        return Uni.createFrom()
                .emitter(emitter -> lobby.open(
                        caller, () -> emitter.complete(null), reason -> emitter.fail(RoomReader.problem(reason))));
    }
}
