package dev.atrium.room.shard;

import dev.atrium.room.chat.PastIds;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/// Reads the client ids of rooms, one room after the other, once those who came with a shard are served: a day's ids of
/// a busy room cost the store more than all else that is read of it. Only for the shard's event loop.
final class LoadingIds {

    private static final Logger LOG = Logger.getLogger(LoadingIds.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

    private final int number;
    private final Shard shard;
    private final Function<Output.LoadIds, Uni<PastIds>> read;
    private final BiConsumer<Duration, Runnable> later;
    private final ArrayDeque<Output.LoadIds> waiting = new ArrayDeque<>();
    private boolean busy;
    private boolean closed;

    /// @param later runs a task on the shard's event loop after a while
    LoadingIds(
            int number,
            Shard shard,
            Function<Output.LoadIds, Uni<PastIds>> read,
            BiConsumer<Duration, Runnable> later) {
        this.number = number;
        this.shard = shard;
        this.read = read;
        this.later = later;
    }

    void add(Output.LoadIds wanted) {
        waiting.addLast(wanted);
        if (!busy) {
            busy = true;
            later.accept(PAUSE, this::next);
        }
    }

    void close() {
        closed = true;
        waiting.clear();
    }

    private void next() {
        Output.LoadIds wanted = waiting.pollFirst();
        while (wanted != null && !shard.lacksIds(wanted.room(), wanted.upTo())) {
            wanted = waiting.pollFirst();
        }
        if (wanted == null) {
            busy = false;
        } else {
            load(wanted);
        }
    }

    private void load(Output.LoadIds wanted) {
        read.apply(wanted)
                .subscribe()
                .with(
                        ids -> later.accept(Duration.ZERO, () -> loaded(wanted, ids)),
                        failure -> later.accept(Duration.ZERO, () -> failed(wanted, failure)));
    }

    private void loaded(Output.LoadIds wanted, PastIds ids) {
        if (!closed) {
            shard.idsLoaded(wanted.room(), wanted.upTo(), ids);
            next();
        }
    }

    private void failed(Output.LoadIds wanted, Throwable failure) {
        if (closed) {
            return;
        }
        LOG.infof(
                "client ids could not be read, trying again in %s, the store is asked for each until then: shard=%d"
                        + " room=%s error=%s",
                PAUSE_AFTER_FAILURE, number, wanted.room().room(), failure);
        waiting.addLast(wanted);
        later.accept(PAUSE_AFTER_FAILURE, this::next);
    }
}
