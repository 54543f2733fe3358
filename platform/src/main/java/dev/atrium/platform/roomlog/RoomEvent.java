package dev.atrium.platform.roomlog;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What durably happened in a room.
public sealed interface RoomEvent {

    TenantId tenant();

    /// Id of the room.
    String room();

    /// 1, 2, … within the room, without gaps; 1 is the room's creation.
    long sequence();

    Instant at();

    /// Who may read a room.
    enum Visibility {
        /// Everybody of the room's tenant.
        @JsonProperty("public")
        PUBLIC,
        /// Its owner.
        @JsonProperty("private")
        PRIVATE
    }

    /// What a room is for (RM-1).
    enum Kind {
        @JsonProperty("chat")
        CHAT,
        @JsonProperty("narrative")
        NARRATIVE,
        @JsonProperty("canvas")
        CANVAS,
        @JsonProperty("generation")
        GENERATION
    }

    /// A file that a message is about.
    record Attachment(String fileId, String name, String type) {}

    record RoomCreated(
            TenantId tenant,
            String room,
            long sequence,
            Instant at,
            String name,
            Kind kind,
            Visibility visibility,
            Actor owner)
            implements RoomEvent {}

    /// @param message id of the message
    /// @param clientId the sender's own id of the message, by which a repeated send is known; null if it gave none
    /// @param attachment null for an ordinary message
    record MessagePosted(
            TenantId tenant,
            String room,
            long sequence,
            Instant at,
            String message,
            Actor sender,
            String content,
            @Nullable String clientId,
            @Nullable Attachment attachment)
            implements RoomEvent {}

    /// The room's document changed: cells and values that its clients share (RM-8).
    ///
    /// @param by who changed it
    /// @param changes what is new, as a TinyBase change set `[[tables], [values], 1]`, each cell and value with its
    ///     time; where it is older than what is there, what is there stays
    record DocumentChanged(TenantId tenant, String room, long sequence, Instant at, Actor by, String changes)
            implements RoomEvent {}
}
