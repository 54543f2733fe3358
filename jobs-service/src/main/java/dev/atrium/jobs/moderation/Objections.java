package dev.atrium.jobs.moderation;

import dev.atrium.jobs.moderation.rule.Check;
import dev.atrium.jobs.moderation.rule.Finding;
import dev.atrium.jobs.moderation.rule.Inspection;
import dev.atrium.jobs.moderation.rule.Rule;
import dev.atrium.jobs.moderation.rule.Verdict;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Makes items of what rules find and people report. Every method works in the connection's transaction, which sees the
/// tenant.
@ApplicationScoped
class Objections {

    /// How many reports of a message count: more tell nobody anything new.
    private static final int MOST_REPORTS = 100;

    private final Moderation moderation;

    Objections(Moderation moderation) {
        this.moderation = moderation;
    }

    /// @param message as it was looked at
    /// @param since number of the event since which it says that
    /// @param findings at least one
    void found(Connection connection, MessagePosted message, long since, List<Finding> findings) throws SQLException {
        Item present = ItemTable.added(connection, Item.of(message, since, moderation.now()));
        if (present.standing().status() == ItemStatus.DELETED || present.textSequence() > since) {
            return;
        }
        boolean changed = !present.content().equals(message.content());
        Verdict verdict = findings.stream()
                .map(Finding::verdict)
                .reduce(Objections::severer)
                .orElseThrow();
        moderation.move(
                connection,
                present.saying(message.content(), since).finding(findings),
                new Standing.Move.Found(verdict, present.isFresh() || changed),
                new Moderation.Note("found", null, null, Json.write(findings)));
    }

    /// @param rules of the room
    void reported(Connection connection, Inspection rules, RoomEvent.MessageReported report) throws SQLException {
        MessagePosted message = report.posted();
        Item present = ItemTable.added(connection, Item.of(message, message.sequence(), moderation.now()));
        if (present.standing().status() == ItemStatus.DELETED
                || present.reports() >= MOST_REPORTS
                || !ItemTable.addReport(connection, present, report.by().subject(), report.at())) {
            return;
        }
        String reason = report.reason().name().toLowerCase(Locale.ROOT);
        Item moved = moderation.move(
                connection,
                present.reported(),
                new Standing.Move.Reported(present.isFresh()),
                // Who reports must have nothing to fear from who owns the room.
                new Moderation.Note(
                        "reported",
                        null,
                        reason,
                        Json.write(Map.of("comment", Objects.requireNonNullElse(report.comment(), "")))));
        List<Finding> findings = rules.of(Check.Reports.class, report.at()).stream()
                .filter(rule -> isReached(rule, moved.reports()))
                .map(rule -> Finding.of(rule, moved.reports() + " people"))
                .toList();
        if (!findings.isEmpty()) {
            Verdict verdict = findings.stream()
                    .map(Finding::verdict)
                    .reduce(Objections::severer)
                    .orElseThrow();
            moderation.move(
                    connection,
                    moved.finding(findings),
                    new Standing.Move.Found(verdict, false),
                    new Moderation.Note("found", null, null, Json.write(findings)));
        }
    }

    /// Remembers that a message is gone about which a hook may still have something to say.
    void gone(Connection connection, RoomEvent.MessageDeleted deleted) throws SQLException {
        RoomEvent.Original original = deleted.original();
        MessagePosted empty = new MessagePosted(
                deleted.tenant(),
                deleted.room(),
                original.sequence(),
                original.at(),
                deleted.message(),
                original.sender(),
                "",
                null,
                null);
        Item item = ItemTable.added(connection, Item.of(empty, deleted.sequence(), moderation.now()));
        moderation.deleted(connection, item);
    }

    private static boolean isReached(Rule rule, int reports) {
        return rule.check() instanceof Check.Reports(int people) && people == reports;
    }

    private static Verdict severer(Verdict one, Verdict other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
