package dev.atrium.jobs.moderation;

import dev.atrium.jobs.moderation.rule.Check;
import dev.atrium.jobs.moderation.rule.Finding;
import dev.atrium.jobs.moderation.rule.Inspected;
import dev.atrium.jobs.moderation.rule.Inspection;
import dev.atrium.jobs.moderation.rule.Rule;
import dev.atrium.jobs.moderation.rule.RuleTable;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.jobs.rooms.EventKey;
import dev.atrium.jobs.rooms.Rooms;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Applies a room's rules to what happened in it. Works in the connection's transaction, which holds the room.
@ApplicationScoped
class Checking {

    private static final String SYSTEM_PREFIX = "system:";

    private static final int ITEMS_AT_ONCE = 50;

    private final Moderation moderation;
    private final Objections objections;
    private final Inspector inspector;
    private final JobQueue queue;
    private final InstantSource clock;

    Checking(Moderation moderation, Objections objections, Inspector inspector, JobQueue queue, InstantSource clock) {
        this.moderation = moderation;
        this.objections = objections;
        this.inspector = inspector;
        this.queue = queue;
        this.clock = clock;
    }

    /// What is the same for a batch of events.
    ///
    /// @param exempt whose messages are not looked at: they would decide about them themselves
    private record Scene(Inspection rules, Set<String> exempt) {

        boolean looksAt(MessagePosted message) {
            String subject = message.sender().subject();
            return !subject.startsWith(SYSTEM_PREFIX) && !exempt.contains(subject);
        }
    }

    /// @param events of the room, in its order; at least one
    /// @param until when to look at no further one
    /// @return how many were looked at; none if the first is the room's end, of which something is left
    ///     to do
    int check(Connection connection, TenantId tenant, String room, List<RoomEvent> events, Instant until)
            throws SQLException {
        Scene scene = new Scene(
                new Inspection(RuleTable.enabled(connection, tenant, room)),
                Rooms.owners(connection, tenant, Set.of(room), clock.instant()).getOrDefault(room, Set.of()));
        int looked = 0;
        while (looked < events.size() && (looked == 0 || clock.instant().isBefore(until))) {
            if (events.get(looked) instanceof RoomEvent.RoomDeleted gone) {
                if (!empty(connection, gone)) {
                    return looked;
                }
            } else {
                look(connection, scene, events.get(looked));
            }
            looked++;
        }
        return looked;
    }

    /// Of what was to be decided about in a deleted room nothing is kept, as of deleted messages.
    ///
    /// @return whether that was all
    private boolean empty(Connection connection, RoomEvent.RoomDeleted gone) throws SQLException {
        List<Item> some = ItemTable.lockSome(connection, gone.tenant(), gone.room(), ITEMS_AT_ONCE);
        for (Item item : some) {
            moderation.deleted(connection, item);
        }
        return some.size() < ITEMS_AT_ONCE;
    }

    private void look(Connection connection, Scene scene, RoomEvent event) throws SQLException {
        switch (event) {
            case MessagePosted posted -> inspect(connection, scene, posted, posted);
            case RoomEvent.MessageEdited edited -> edited(connection, scene, edited);
            case RoomEvent.MessageDeleted deleted -> deleted(connection, scene, deleted);
            case RoomEvent.MessageReported reported -> objections.reported(connection, scene.rules(), reported);
            case RoomEvent.MessageHidden hidden -> objections.hidden(connection, hidden);
            case RoomEvent.MessageShown _,
                    RoomEvent.MessageReacted _,
                    RoomEvent.RoomCreated _,
                    RoomEvent.DocumentChanged _,
                    RoomEvent.ObjectEvent _,
                    RoomEvent.DraftSaved _,
                    RoomEvent.MarkersMoved _,
                    RoomEvent.AccessChange _ ->
                throw new IllegalStateException(
                        "nobody keeps " + event.getClass().getSimpleName());
        }
    }

    private void edited(Connection connection, Scene scene, RoomEvent.MessageEdited edited) throws SQLException {
        Optional<Item> present = ItemTable.lock(connection, edited.tenant(), edited.message());
        if (present.isPresent() && isOther(present.get(), edited)) {
            Item changed = present.get()
                    .saying(edited.content(), edited.sequence())
                    .moved(present.get().standing(), moderation.now());
            moderation.store(connection, changed, new Moderation.Note("edited", null, null, null));
        }
        RoomEvent.Original original = edited.original();
        MessagePosted as = new MessagePosted(
                edited.tenant(),
                edited.room(),
                original.sequence(),
                original.at(),
                edited.message(),
                original.sender(),
                edited.content(),
                null,
                original.attachment(),
                null,
                edited.mentions());
        inspect(connection, scene, as, edited);
    }

    private static boolean isOther(Item item, RoomEvent.MessageEdited edited) {
        return item.standing().status() != ItemStatus.DELETED && !item.content().equals(edited.content());
    }

    /// @param message as it is since the event
    private void inspect(Connection connection, Scene scene, MessagePosted message, RoomEvent event)
            throws SQLException {
        if (!scene.looksAt(message)) {
            return;
        }
        Inspected inspected = Inspected.of(
                message.content(),
                message.attachment() == null ? null : message.attachment().name(),
                message.mentions().size());
        List<Finding> findings =
                new ArrayList<>(inspector.find(message.tenant(), scene.rules(), inspected, event.at()));
        if (event == message) {
            findings.addAll(repetitions(connection, scene.rules(), message, inspected.fingerprint()));
        }
        if (!findings.isEmpty()) {
            objections.found(connection, message, event.sequence(), findings);
        }
        for (Rule hook : scene.rules().of(Check.Hook.class, event.at())) {
            queue.add(
                    connection,
                    HookJob.TYPE,
                    message.tenant(),
                    hook.id() + ":" + EventKey.of(event),
                    Moderation.SYSTEM.subject(),
                    Json.write(new HookJob.Question(hook.id(), message, event.sequence())));
        }
        inspector.looked(event.at());
    }

    private static List<Finding> repetitions(
            Connection connection, Inspection rules, MessagePosted message, String fingerprint) throws SQLException {
        List<Rule> all = rules.of(Check.Repetition.class, message.at());
        if (all.isEmpty()) {
            return List.of();
        }
        RecentTable.add(connection, message, fingerprint);
        List<Finding> findings = new ArrayList<>();
        for (Rule rule : all) {
            if (rule.check() instanceof Check.Repetition(int times, int seconds)) {
                long count = RecentTable.count(connection, message, fingerprint, Duration.ofSeconds(seconds));
                if (count >= times) {
                    findings.add(Finding.of(rule, count + " times"));
                }
            }
        }
        return findings;
    }

    private void deleted(Connection connection, Scene scene, RoomEvent.MessageDeleted deleted) throws SQLException {
        Optional<Item> present = ItemTable.lock(connection, deleted.tenant(), deleted.message());
        if (present.isPresent()) {
            moderation.deleted(connection, present.get());
        } else if (!scene.rules().of(Check.Hook.class, deleted.at()).isEmpty()) {
            objections.gone(connection, deleted);
        }
    }
}
