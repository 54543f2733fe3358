package dev.atrium.jobs.lane;

import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/// The table `lane_place`: how many places each lane has on each node, which is of no tenant. Nodes say
/// so again and again; who has not for some time is gone. Every method works in the connection's
/// transaction.
final class LanePlaces {

    /// What was not said again for so long does not count.
    static final Duration BELIEVED = Duration.ofSeconds(30);

    private LanePlaces() {}

    /// Says that a node has so many places, and forgets nodes that are gone.
    static void announce(Connection connection, String lane, String node, int places, Instant now) throws SQLException {
        Sql.update(
                connection,
                "insert into lane_place (lane, node, places, seen_at) values (?, ?, ?, ?) on conflict (lane, node)"
                        + " do update set places = excluded.places, seen_at = excluded.seen_at",
                lane,
                node,
                places,
                now);
        Sql.update(
                connection,
                "delete from lane_place where (lane, node) in (select lane, node from lane_place where lane = ?"
                        + " and seen_at < ? for update skip locked)",
                lane,
                now.minus(BELIEVED));
    }

    /// How many there are, by lane; lanes without any are missing.
    static Map<String, Long> all(Connection connection, Instant now) throws SQLException {
        return Sql.query(
                        connection,
                        "select lane, sum(places) as places from lane_place where seen_at >= ? group by lane",
                        row -> Map.entry(row.getString("lane"), row.getLong("places")),
                        now.minus(BELIEVED))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
