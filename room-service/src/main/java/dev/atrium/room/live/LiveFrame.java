package dev.atrium.room.live;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.atrium.platform.identity.Actor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the server says about live state (`docs/asyncapi.yaml`). Whatever a frame names is replaced as a
/// whole: to get something twice changes nothing.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = LiveFrame.Snapshot.class, name = "live"),
    @JsonSubTypes.Type(value = LiveFrame.Presence.class, name = "presence"),
    @JsonSubTypes.Type(value = LiveFrame.Typing.class, name = "typing"),
    @JsonSubTypes.Type(value = LiveFrame.Cursors.class, name = "cursors"),
    @JsonSubTypes.Type(value = LiveFrame.Lock.class, name = "lock"),
    @JsonSubTypes.Type(value = LiveFrame.Locks.class, name = "locks"),
    @JsonSubTypes.Type(value = LiveFrame.Playback.class, name = "playback"),
    @JsonSubTypes.Type(value = LiveFrame.Frame.class, name = "frame"),
    @JsonSubTypes.Type(value = LiveFrame.Progress.class, name = "progress")
})
public sealed interface LiveFrame {

    /// Everything, in place of all that was said before.
    ///
    /// @param socket number of the socket that gets it
    /// @param frames the latest picture of each stream
    record Snapshot(long socket, @JsonUnwrapped LiveView state, List<CursorView> cursors, List<FrameView> frames)
            implements LiveFrame {}

    /// Who came, went or appears otherwise.
    ///
    /// @param people how many are here now
    /// @param viewers how many sockets without credentials there are now
    /// @param here who came or appears otherwise
    /// @param left subjects of those who went
    record Presence(int people, int viewers, List<PersonView> here, List<String> left) implements LiveFrame {}

    /// @param started who types now
    /// @param stopped subjects of those who do not any more
    record Typing(List<Actor> started, List<String> stopped) implements LiveFrame {}

    record Cursors(List<CursorView> cursors) implements LiveFrame {}

    /// Which locks have another holder, lease or number of waiters, and which are free.
    record Locks(List<LockView> held, List<String> free) implements LiveFrame {}

    /// What becomes of the client's own wish for a lock.
    ///
    /// @param clientId of the client's frame, if it had one; null if the client did not cause it
    /// @param event `granted`, `queued`, `released` or `lost`
    /// @param token of the grant; null if there is none, or never was
    /// @param expiresAt when the lease ends, in milliseconds since the epoch; null if there is none
    /// @param position of those who wait, from 1; null if the client does not wait
    /// @param reason why it is lost: `expired`, `stolen` or `revoked`; null if it is not
    record Lock(
            @Nullable String clientId,
            String event,
            String name,
            @Nullable Long token,
            @Nullable Long expiresAt,
            @Nullable Integer position,
            @Nullable String reason)
            implements LiveFrame {

        static Lock granted(@Nullable String clientId, String name, long token, long expiresAt) {
            return new Lock(clientId, "granted", name, token, expiresAt, null, null);
        }

        static Lock queued(@Nullable String clientId, String name, int position) {
            return new Lock(clientId, "queued", name, null, null, position, null);
        }

        static Lock released(@Nullable String clientId, String name) {
            return new Lock(clientId, "released", name, null, null, null, null);
        }

        static Lock lost(String name, @Nullable Long token, String reason) {
            return new Lock(null, "lost", name, token, null, null, reason);
        }
    }

    /// What is played now.
    record Playback(@JsonUnwrapped PlaybackView state) implements LiveFrame {}

    /// A picture that is being made.
    record Frame(@JsonUnwrapped FrameView picture) implements LiveFrame {}

    /// How far work for the room is, such as its export.
    ///
    /// @param by subject on whose behalf it is done
    /// @param kind `job` or `workflow`
    /// @param name its type
    /// @param done of `total`
    /// @param note what is being done; null: nothing is said
    record Progress(
            String by,
            String kind,
            String id,
            String name,
            long done,
            long total,
            @Nullable String note) implements LiveFrame {}
}
