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

    /// How many reports of a text count: more tell nobody anything new.
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
        Item saying = present.content().equals(message.content()) ? present : present.saying(message.content(), since);
        Verdict verdict = findings.stream()
                .map(Finding::verdict)
                .reduce(Objections::severer)
                .orElseThrow();
        moderation.move(
                connection,
                saying.finding(findings),
                new Standing.Move.Found(verdict, saying.isUndecided()),
                new Moderation.Note("found", null, null, Json.write(findings)));
    }

    /// @param rules of the room
    void reported(Connection connection, Inspection rules, RoomEvent.MessageReported report) throws SQLException {
        MessagePosted message = report.posted();
        Item present = ItemTable.added(connection, Item.of(message, message.sequence(), moderation.now()));
        if (present.standing().status() == ItemStatus.DELETED
                || ItemTable.reports(connection, present) >= MOST_REPORTS
                || !ItemTable.addReport(connection, present, report.by().subject(), report.at())) {
            return;
        }
        String reason = report.reason().name().toLowerCase(Locale.ROOT);
        Item moved = moderation.move(
                connection,
                present.reported(),
                new Standing.Move.Reported(present.isUndecided()),
                // Who reports must have nothing to fear from who owns the room.
                new Moderation.Note(
                        "reported",
                        null,
                        reason,
                        Json.write(Map.of("comment", Objects.requireNonNullElse(report.comment(), "")))));
        long people = ItemTable.reports(connection, moved);
        List<Finding> findings = rules.of(Check.Reports.class, report.at()).stream()
                .filter(rule -> isReached(rule, moved, people))
                .map(rule -> Finding.of(rule, people + " people"))
                .toList();
        if (!findings.isEmpty()) {
            Verdict verdict = findings.stream()
                    .map(Finding::verdict)
                    .reduce(Objections::severer)
                    .orElseThrow();
            moderation.move(
                    connection,
                    moved.finding(findings),
                    new Standing.Move.Found(verdict, moved.isUndecided()),
                    new Moderation.Note("found", null, null, Json.write(findings)));
        }
    }

    /// Has moderators be able to show a message that was hidden without them: a restored one.
    void hidden(Connection connection, RoomEvent.MessageHidden hidden) throws SQLException {
        if (ItemTable.find(connection, hidden.tenant(), hidden.message()).isPresent()) {
            return;
        }
        Item item = ItemTable.added(
                connection,
                Item.of(unknown(hidden, hidden.original()), hidden.original().sequence(), moderation.now()));
        Item moved = item.moved(item.standing().after(new Standing.Move.Rejected()), moderation.now());
        moderation.store(connection, moved, new Moderation.Note("restored", null, null, null));
        ItemTable.told(connection, moved);
    }

    /// Remembers that a message is gone about which a hook may still have something to say.
    void gone(Connection connection, RoomEvent.MessageDeleted deleted) throws SQLException {
        Item item = ItemTable.added(
                connection, Item.of(unknown(deleted, deleted.original()), deleted.sequence(), moderation.now()));
        moderation.deleted(connection, item);
    }

    /// A message of which only is known what a later event of it tells.
    private static MessagePosted unknown(RoomEvent.MessageChange change, RoomEvent.Original original) {
        return new MessagePosted(
                change.tenant(),
                change.room(),
                original.sequence(),
                original.at(),
                change.message(),
                original.sender(),
                "",
                null,
                original.attachment());
    }

    /// With one of the reports of a text; with the next one where the rule was made later.
    private static boolean isReached(Rule rule, Item item, long reports) {
        return rule.check() instanceof Check.Reports(int people)
                && (reports == people
                        || (reports > people
                                && item.findings().stream()
                                        .noneMatch(finding -> finding.rule().equals(rule.id()))));
    }

    private static Verdict severer(Verdict one, Verdict other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
