package dev.atrium.system;

import java.util.List;
import java.util.stream.IntStream;

/// One of the suite's room-services.
///
/// @param number from 1 on
record RoomNode(Suite suite, int number) {

    /// All of them, whether they run at the moment or not.
    static List<RoomNode> all(Suite suite) {
        return IntStream.rangeClosed(1, Suite.ROOM_NODES)
                .mapToObj(number -> new RoomNode(suite, number))
                .toList();
    }

    /// Its name among the suite's parts.
    String part() {
        return number == 1 ? "room-service" : "room-service-" + number;
    }

    /// What its metric of a name is now, summed over all tags; 0 if there is none.
    double metric(String name) {
        return Http.get(suite.service(number == 1 ? 11 : 9 + 2 * number).resolve("/q/metrics"))
                .text()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
