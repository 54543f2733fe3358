package dev.atrium.room.socket;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// Bounds of one socket, and of all sockets together.
@ConfigMapping(prefix = "atrium.room.socket")
public interface SocketConfig {

    /// Most bytes of a WebSocket message from a client. A larger one is refused; from 1 MiB on the
    /// connection ends.
    @WithDefault("65536")
    @Min(1_024)
    @Max(1_000_000)
    int messageBytes();

    /// Frames that a client may send in the long run. Twice as many at once are taken.
    @WithDefault("100")
    @Min(1)
    @Max(1_000_000)
    int framesPerSecond();

    /// Most sockets in one room. Further ones watch it through a relay at another node, if there is one.
    @WithDefault("2000")
    @Min(1)
    @Max(1_000_000)
    int perRoom();

    /// Most sockets of one person that are in no room, at this node.
    @WithDefault("50")
    @Min(1)
    @Max(1_000_000)
    int perPerson();

    /// Most sockets of this node.
    @WithDefault("20000")
    @Min(1)
    @Max(1_000_000)
    int perNode();

    /// Frames that all sockets of a room may send in the long run. Twice as many at once are taken.
    @WithDefault("20000")
    @Min(1)
    @Max(1_000_000)
    int roomFramesPerSecond();

    /// Most bytes that may wait for a client for 5 seconds, before it is disconnected; four times as many do
    /// so at once.
    @WithDefault("2097152")
    @Min(65_536)
    int queueBytes();

    /// Most bytes of messages from clients that have come in part or wait to be understood, of all
    /// sockets of this node. Beyond it the socket that wants more is closed. A third of it must take
    /// the largest message.
    @WithDefault("67108864")
    @Min(67_108_864)
    long incomingBytes();

    /// Most bytes that wait to leave to clients that share documents, of all sockets of this node. Beyond it
    /// questions wait up to a minute for their answer, and a client that does not take the rest within 5
    /// seconds is disconnected. A third of it must take the largest document.
    @WithDefault("67108864")
    @Min(67_108_864)
    long outgoingBytes();

    /// How often clients are pinged; one that has not answered by the next ping is gone.
    @WithDefault("20s")
    @DurationMin(seconds = 1)
    @DurationMax(minutes = 10)
    Duration pingInterval();
}
