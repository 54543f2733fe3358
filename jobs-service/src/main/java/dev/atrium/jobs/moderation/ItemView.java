package dev.atrium.jobs.moderation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atrium.jobs.moderation.rule.Finding;
import dev.atrium.platform.identity.Actor;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message that was objected to, as moderators of its room see it.
///
/// @param id the message's own
/// @param content what it says; empty once it is deleted
/// @param fileName of its attachment; absent if it has none
/// @param hidden whether it is out of sight, or about to be
/// @param findings what rules have found, the newest last
/// @param reports how many people have reported it
/// @param decidedBy absent unless a moderator has decided, as the following two
/// @param message where the room tells about it
/// @param context where the room tells what was said around it
/// @param history newest first; absent in lists
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ItemView(
        String id,
        String roomId,
        long sequence,
        Actor author,
        Instant postedAt,
        String content,
        @Nullable String fileName,
        ItemStatus status,
        boolean hidden,
        List<Finding> findings,
        int reports,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Actor decidedBy,
        @Nullable Instant decidedAt,
        @Nullable String reason,
        String message,
        String context,
        @Nullable List<HistoryEntry> history) {

    /// How many messages of the context are shown, those behind it included.
    private static final int CONTEXT = 11;

    private static final int BEHIND = 5;

    static ItemView of(Item item) {
        return of(item, null);
    }

    /// With its history.
    static ItemView of(Connection connection, Item item) throws SQLException {
        return of(item, HistoryTable.of(connection, item));
    }

    private static ItemView of(Item item, @Nullable List<HistoryEntry> history) {
        String messages = "/api/rooms/" + item.room() + "/messages";
        Item.Decision decision = item.decision();
        return new ItemView(
                item.id(),
                item.room(),
                item.sequence(),
                item.author(),
                item.postedAt(),
                item.content(),
                item.fileName(),
                item.standing().status(),
                item.standing().hidden(),
                item.findings(),
                item.reports(),
                item.createdAt(),
                item.updatedAt(),
                decision == null ? null : decision.by(),
                decision == null ? null : decision.at(),
                decision == null ? null : decision.reason(),
                messages + "/" + item.id(),
                messages + "?before=" + (item.sequence() + BEHIND + 1) + "&limit=" + CONTEXT,
                history);
    }
}
