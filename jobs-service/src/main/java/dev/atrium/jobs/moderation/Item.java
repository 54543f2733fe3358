package dev.atrium.jobs.moderation;

import dev.atrium.jobs.moderation.rule.Finding;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A message that was objected to.
///
/// @param id the message's own
/// @param sequence the message's number in its room
/// @param content what it says; empty once it is deleted, and where it is not known
/// @param fileName of its attachment; null if it has none
/// @param textSequence number of the event since which it says that
/// @param findings what rules have found, the newest last
/// @param reports how many people have reported it
/// @param entries how many entries its history has
/// @param decision null unless somebody has decided about it
record Item(
        TenantId tenant,
        String id,
        String room,
        long sequence,
        Actor author,
        Instant postedAt,
        String content,
        @Nullable String fileName,
        long textSequence,
        Standing standing,
        List<Finding> findings,
        int reports,
        int entries,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Decision decision) {

    private static final int MOST_FINDINGS = 20;

    /// What a moderator has decided last.
    ///
    /// @param textSequence the item's when it was decided
    record Decision(Actor by, Instant at, @Nullable String reason, long textSequence) {}

    Item {
        findings = List.copyOf(findings.subList(Math.max(0, findings.size() - MOST_FINDINGS), findings.size()));
    }

    /// A message to which nobody has objected yet.
    ///
    /// @param textSequence number of the event since which it says what it says
    static Item of(MessagePosted message, long textSequence, Instant now) {
        return new Item(
                message.tenant(),
                message.message(),
                message.room(),
                message.sequence(),
                message.sender(),
                message.at(),
                message.content(),
                message.attachment() == null ? null : message.attachment().name(),
                textSequence,
                Standing.NONE,
                List.of(),
                0,
                0,
                now,
                now,
                null);
    }

    /// Whether nothing was said of it before.
    boolean isFresh() {
        return entries == 0;
    }

    /// Whether nobody has decided about what it says now.
    boolean isUndecided() {
        return decision == null || decision.textSequence() < textSequence;
    }

    /// Stands like this since its next entry.
    Item moved(Standing next, Instant now) {
        return new Item(
                tenant,
                id,
                room,
                sequence,
                author,
                postedAt,
                content,
                fileName,
                textSequence,
                next,
                findings,
                reports,
                entries + 1,
                createdAt,
                now,
                decision);
    }

    Item finding(List<Finding> more) {
        List<Finding> all = Stream.concat(findings.stream(), more.stream()).toList();
        return with(content, fileName, textSequence, all, reports, decision);
    }

    Item reported() {
        return with(content, fileName, textSequence, findings, reports + 1, decision);
    }

    /// @param since number of the event since which it says that
    Item saying(String newContent, long since) {
        return with(newContent, fileName, since, findings, reports, decision);
    }

    /// Without what it said, and what was found in it.
    Item emptied() {
        List<Finding> bare = findings.stream()
                .map(found -> new Finding(found.rule(), found.name(), found.type(), found.verdict(), null))
                .toList();
        return with("", null, textSequence, bare, reports, decision);
    }

    Item decided(Decision newest) {
        return with(content, fileName, textSequence, findings, reports, newest);
    }

    private Item with(
            String newContent,
            @Nullable String newFileName,
            long newTextSequence,
            List<Finding> newFindings,
            int newReports,
            @Nullable Decision newDecision) {
        return new Item(
                tenant,
                id,
                room,
                sequence,
                author,
                postedAt,
                newContent,
                newFileName,
                newTextSequence,
                standing,
                newFindings,
                newReports,
                entries,
                createdAt,
                updatedAt,
                newDecision);
    }
}
