package dev.atrium.room.checkpoint;

import static dev.atrium.room.checkpoint.RoomRows.role;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.web.Json;
import dev.atrium.room.access.Ban;
import dev.atrium.room.access.Link;
import dev.atrium.room.access.Membership;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rows of the tables `room_member`, `room_ban` and `room_link` as what they stand for.
final class AccessRows {

    /// Of who created the room also what says that it is no member any more.
    static final String MEMBERS =
            "select subject, handle, role, own, teams::text as teams from room_member where room = $1"
                    + " and (role is not null or subject = $2)";
    static final String BANS = "select subject, by_subject, by_handle, at, expires_at, reason from room_ban"
            + " where room = $1 and banned and (expires_at is null or expires_at > $2)";
    /// Those that are over only as long as there is place.
    static final String LINKS = "select id, token_hash, role, by_subject, by_handle, at, expires_at, max_uses, uses"
            + " from room_link where room = $1 and revoked < made order by (expires_at is null or expires_at > $2)"
            + " and (max_uses is null or uses < max_uses) desc, made desc limit $3";

    private AccessRows() {}

    /// Whether the row tells of a member.
    static boolean isMember(Row row) {
        return row.getString("role") != null;
    }

    /// Nodes of the version before know no teams: what such a node has written over a row is all that counts of it.
    static Membership member(Row row) {
        Actor who = new Actor(row.getString("subject"), row.getString("handle"));
        Membership direct = new Membership(who, role(row.getString("role")));
        String teams = row.getString("teams");
        if (teams == null) {
            return direct;
        }
        String own = row.getString("own");
        Membership found = new Membership(who, own == null ? null : role(own), teams(teams));
        return found.role() == direct.role() ? found : direct;
    }

    private static Map<String, Role> teams(String json) {
        Map<String, Role> teams = new HashMap<>();
        Json.read(json, JsonNode.class)
                .properties()
                .forEach(team -> teams.put(team.getKey(), role(team.getValue().asText())));
        return teams;
    }

    static Ban ban(Row row) {
        return new Ban(
                row.getString("subject"),
                by(row),
                row.getOffsetDateTime("at").toInstant(),
                instant(row.getOffsetDateTime("expires_at")),
                row.getString("reason"));
    }

    static Link link(Row row) {
        return new Link(
                row.getUUID("id").toString(),
                row.getString("token_hash"),
                role(row.getString("role")),
                by(row),
                row.getOffsetDateTime("at").toInstant(),
                instant(row.getOffsetDateTime("expires_at")),
                row.getInteger("max_uses"),
                row.getInteger("uses"));
    }

    private static Actor by(Row row) {
        return new Actor(row.getString("by_subject"), row.getString("by_handle"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
