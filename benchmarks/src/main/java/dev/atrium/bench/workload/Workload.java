package dev.atrium.bench.workload;

import dev.atrium.bench.target.RoomTarget;
import dev.atrium.bench.target.Target;
import java.io.IOException;
import java.util.List;

/// A kind of load.
public sealed interface Workload permits Chat, Idle, History, TinyBase, Jobs, Sleepers {

    String name();

    /// What is done, for the reader of the table.
    String title();

    /// Head of the table.
    List<String> columns();

    /// Names of the targets that are measured beside each other, if no others are asked for.
    List<String> targets();

    /// Lets the target's compiler see what it will have to do, before it is measured for the first time.
    default void heat(Target target, Timing timing) throws IOException {
        Chat.heat((RoomTarget) target, timing.heatSeconds(), timing.maxRate());
    }

    void run(Target target, Timing timing, Report report) throws IOException;

    /// All of them, in the order in which they run.
    static List<Workload> all() {
        return List.of(
                Chat.ACKNOWLEDGEMENT,
                Chat.FAN_OUT,
                Chat.SMALL_ROOMS,
                Chat.CROWD,
                Chat.CURSORS,
                Chat.SMALL_CURSORS,
                new Idle(),
                new History(),
                new TinyBase(),
                new Jobs(),
                new Sleepers());
    }
}
