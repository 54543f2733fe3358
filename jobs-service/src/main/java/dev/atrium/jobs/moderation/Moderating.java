package dev.atrium.jobs.moderation;

import dev.atrium.jobs.audit.Audits;
import dev.atrium.jobs.audit.Deed;
import dev.atrium.jobs.moderation.rule.Finding;
import dev.atrium.jobs.moderation.rule.Rule;
import dev.atrium.jobs.moderation.rule.RuleTable;
import dev.atrium.jobs.rooms.Moderator;
import dev.atrium.jobs.rooms.Rooms;
import dev.atrium.platform.event.AuditAction;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The transactions of moderation that are about one message.
@ApplicationScoped
class Moderating {

    private final DataSource dataSource;
    private final Objections objections;
    private final Moderation moderation;
    private final Audits audits;

    Moderating(DataSource dataSource, Objections objections, Moderation moderation, Audits audits) {
        this.dataSource = dataSource;
        this.objections = objections;
        this.moderation = moderation;
        this.audits = audits;
    }

    /// As [Objections#found].
    void found(MessagePosted message, long since, List<Finding> findings) throws SQLException {
        TenantConnections.inTenant(dataSource, message.tenant(), connection -> {
            objections.found(connection, message, since, findings);
            return message;
        });
        moderation.wake();
    }

    /// A rule whose hook may judge a message. One for all rooms tells its receiver no more than its maker may read.
    ///
    /// @return empty if it may not, or if the rule is gone
    Optional<Rule> hook(UUID id, MessagePosted message) throws SQLException {
        return TenantConnections.inTenant(dataSource, message.tenant(), connection -> {
            Optional<Rule> rule = RuleTable.find(connection, message.tenant(), id);
            return rule.isEmpty() || rule.get().room() != null || mayRead(connection, rule.get(), message)
                    ? rule
                    : Optional.empty();
        });
    }

    private boolean mayRead(Connection connection, Rule rule, MessagePosted message) throws SQLException {
        return Rooms.readers(
                        connection,
                        message.tenant(),
                        Set.of(message.room()),
                        Set.of(rule.createdBy()),
                        moderation.now())
                .containsKey(message.room());
    }

    /// Decides about a message. Decided as it is already, nothing changes.
    ///
    /// @param decision that it may stay, or not
    /// @throws ProblemException `not-found` unless who decides moderates its room, `conflict` if it is gone
    ItemView decide(Moderator who, Actor by, String id, Standing.Move decision, @Nullable String reason)
            throws SQLException {
        ItemView decided = TenantConnections.inTenant(dataSource, who.tenant(), connection -> {
            Item present = ItemTable.lock(connection, who.tenant(), id).orElseThrow(ProblemException::notFound);
            return decide(connection, moderated(connection, who, present), by, decision, reason);
        });
        moderation.wake();
        return decided;
    }

    private ItemView decide(
            Connection connection, Item present, Actor by, Standing.Move decision, @Nullable String reason)
            throws SQLException {
        if (present.standing().status() == ItemStatus.DELETED) {
            throw new ProblemException(ProblemType.CONFLICT, "The message was deleted.");
        }
        if (present.standing().after(decision).equals(present.standing())) {
            return ItemView.of(connection, present);
        }
        boolean approved = decision instanceof Standing.Move.Approved;
        Item decided = moderation.move(
                connection,
                present.decided(new Item.Decision(by, moderation.now(), reason, present.textSequence())),
                decision,
                new Moderation.Note(approved ? "approved" : "rejected", by, reason, null));
        audits.add(
                connection,
                present.tenant(),
                by,
                new Deed(
                        approved ? AuditAction.MODERATION_APPROVE : AuditAction.MODERATION_REJECT,
                        present.id(),
                        reason == null
                                ? Map.of("room", present.room())
                                : Map.of("room", present.room(), "reason", reason)));
        return ItemView.of(connection, decided);
    }

    /// @throws ProblemException `not-found`
    ItemView find(Moderator who, String id) throws SQLException {
        return TenantConnections.inTenant(dataSource, who.tenant(), connection -> {
            Item present = ItemTable.find(connection, who.tenant(), id).orElseThrow(ProblemException::notFound);
            return ItemView.of(connection, moderated(connection, who, present));
        });
    }

    /// @return not that of tenants without rights: what they may not see looks like what is not there
    private static Item moderated(Connection connection, Moderator who, Item item) throws SQLException {
        if (!who.moderates(connection, item.room())) {
            throw ProblemException.notFound();
        }
        return item;
    }
}
