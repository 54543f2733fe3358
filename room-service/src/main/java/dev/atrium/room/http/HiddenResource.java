package dev.atrium.room.http;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.MessageView;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Lets the moderation in jobs-service take a message out of sight, and bring it back. The gateway grants nobody the
/// scope for it. Repeated, both change nothing; what is deleted stays so. The answer is the message as everybody sees
/// it.
@Path("/internal/rooms/{id}/messages/{messageId}/hidden")
@Tag(name = "Internal")
final class HiddenResource {

    private final CurrentCaller callers;
    private final RoomWriter writer;

    HiddenResource(CurrentCaller callers, RoomWriter writer) {
        this.callers = callers;
        this.writer = writer;
    }

    @POST
    @PermissionsAllowed("rooms:moderate")
    @Operation(summary = "Hide a message", hidden = true)
    public Uni<MessageView> hide(@PathParam("id") String room, @PathParam("messageId") String message) {
        return set(room, message, true);
    }

    @DELETE
    @PermissionsAllowed("rooms:moderate")
    @Operation(summary = "Show a message again", hidden = true)
    public Uni<MessageView> show(@PathParam("id") String room, @PathParam("messageId") String message) {
        return set(room, message, false);
    }

    private Uni<MessageView> set(String room, String message, boolean hidden) {
        Caller caller = callers.get();
        Command.SetHidden command = new Command.SetHidden(caller.actor(), MessageResource.id(message), hidden);
        return writer.change(RoomReader.key(caller, room), command).map(MessageView::of);
    }
}
