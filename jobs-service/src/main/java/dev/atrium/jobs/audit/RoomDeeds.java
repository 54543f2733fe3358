package dev.atrium.jobs.audit;

import dev.atrium.jobs.rooms.Restoring;
import dev.atrium.jobs.rooms.RoomListener;
import dev.atrium.platform.event.AuditAction;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.Teams;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Tells the audit trail who changed who may do what in rooms (GW-12). It is known from the rooms' log,
/// in whose order and once each it is told. Not what happens while a room's history is brought back:
/// who restores it answers for that. Nor what somebody has because it joined a team, which is a deed of its own.
@ApplicationScoped
class RoomDeeds implements RoomListener {

    private final Audits audits;

    RoomDeeds(Audits audits) {
        this.audits = audits;
    }

    /// Changes of access are told in any case.
    @Override
    public boolean listens(Connection connection, TenantId tenant) {
        return false;
    }

    @Override
    public void happened(Connection connection, List<RoomEvent> events) throws SQLException {
        List<RoomEvent.AccessChange> changes = events.stream()
                .filter(RoomEvent.AccessChange.class::isInstance)
                .map(RoomEvent.AccessChange.class::cast)
                .toList();
        if (changes.isEmpty()) {
            return;
        }
        Restoring restoring = Restoring.among(connection, events);
        for (RoomEvent.AccessChange change : changes) {
            if (!restoring.meanwhile(change) && !Teams.isBehind(change.by())) {
                audits.add(
                        connection, change.tenant(), change.by(), deed(change).at(change.at()));
            }
        }
    }

    /// Without names and reasons: what people write may have to go some time.
    static Deed deed(RoomEvent.AccessChange change) {
        return switch (change) {
            case RoomEvent.RoomChanged changed ->
                new Deed(
                        AuditAction.ROOM_CHANGE,
                        changed.room(),
                        detail("visibility", changed.visibility(), "everyone", changed.everyone()));
            case RoomEvent.RoomArchived moved ->
                new Deed(AuditAction.ROOM_ARCHIVE, moved.room(), detail("archived", moved.archived()));
            case RoomEvent.RoomDeleted deleted -> new Deed(AuditAction.ROOM_DELETE, deleted.room(), Map.of());
            case RoomEvent.MemberSet set ->
                new Deed(
                        AuditAction.ROOM_MEMBER_SET,
                        set.room(),
                        detail("member", set.member().subject(), "role", set.role()));
            case RoomEvent.MemberJoined joined ->
                new Deed(
                        AuditAction.ROOM_MEMBER_JOIN,
                        joined.room(),
                        detail("link", joined.link(), "role", joined.role()));
            case RoomEvent.MemberRemoved removed ->
                new Deed(AuditAction.ROOM_MEMBER_REMOVE, removed.room(), detail("member", removed.subject()));
            case RoomEvent.MemberBanned banned ->
                new Deed(
                        AuditAction.ROOM_BAN_SET,
                        banned.room(),
                        detail("member", banned.subject(), "until", banned.expiresAt()));
            case RoomEvent.MemberUnbanned unbanned ->
                new Deed(AuditAction.ROOM_BAN_REMOVE, unbanned.room(), detail("member", unbanned.subject()));
            case RoomEvent.LinkMade made ->
                new Deed(
                        AuditAction.ROOM_LINK_CREATE,
                        made.room(),
                        detail(
                                "link", made.link(),
                                "role", made.role(),
                                "until", made.expiresAt(),
                                "uses", made.maxUses()));
            case RoomEvent.LinkRevoked revoked ->
                new Deed(AuditAction.ROOM_LINK_REVOKE, revoked.room(), detail("link", revoked.link()));
        };
    }

    /// @param namesAndValues in turn; what is null is left out
    private static Map<String, String> detail(@Nullable Object... namesAndValues) {
        Map<String, String> detail = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value instanceof Enum<?> constant) {
                detail.put(String.valueOf(namesAndValues[i]), constant.name().toLowerCase(Locale.ROOT));
            } else if (value != null) {
                detail.put(String.valueOf(namesAndValues[i]), value.toString());
            }
        }
        return detail;
    }
}
