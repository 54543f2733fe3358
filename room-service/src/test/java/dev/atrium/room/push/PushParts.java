package dev.atrium.room.push;

import dev.atrium.room.shard.Rooms;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/// Push at a further node, and a program that pushes.
public final class PushParts {

    private PushParts() {}

    public static PushReader start(Rooms rooms) {
        PushReader reader = new PushReader(bean(DataSource.class), rooms, bean(MeterRegistry.class));
        reader.start(new StartupEvent());
        return reader;
    }

    public static void stop(PushReader reader) {
        reader.stop(new ShutdownEvent());
    }

    /// Pushes messages into some rooms, each into all rooms in a transaction of its own; they are their own client ids.
    public static void push(String tenant, List<String> rooms, List<String> contents) {
        try (Pusher pusher = Pusher.connect()) {
            for (String content : contents) {
                for (String room : rooms) {
                    pusher.push(tenant, room, content, content);
                }
                pusher.commit();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }
}
