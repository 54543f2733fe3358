package dev.atrium.platform.problem;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tells whether something that we need is away: the network's own signs, which are that nobody takes a
/// connection, that there is no way to a machine or that its name is not known, and what the beans of
/// [Outage] know.
@ApplicationScoped
public class Outages {

    private static final int CAUSES_MAX = 20;

    private final List<Outage> kinds;

    Outages(@All List<Outage> kinds) {
        this.kinds = kinds;
    }

    /// Whether a failure, or one of its causes, comes from an outage.
    public boolean explain(@Nullable Throwable failure) {
        return failure != null
                && Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                        .limit(CAUSES_MAX)
                        .anyMatch(this::isOutage);
    }

    private boolean isOutage(Throwable failure) {
        return failure instanceof SocketException
                || failure instanceof UnknownHostException
                || failure instanceof ClosedChannelException
                || failure instanceof io.smallrye.mutiny.TimeoutException
                || kinds.stream().anyMatch(kind -> kind.isToldBy(failure));
    }
}
