package dev.atrium.platform.event;

import java.util.Arrays;
import java.util.Optional;

/// What is done in other services than the gateway and belongs into the audit trail, which the gateway keeps:
/// what [Event.Audited] names. The labels are part of the trail and never change.
public enum AuditAction {
    MODERATION_APPROVE("moderation.approve"),
    MODERATION_REJECT("moderation.reject"),
    MODERATION_RULE_CREATE("moderation-rule.create"),
    MODERATION_RULE_CHANGE("moderation-rule.change"),
    MODERATION_RULE_ROTATE("moderation-rule.rotate"),
    MODERATION_RULE_REMOVE("moderation-rule.remove"),
    /// By somebody else than the job's owner, as [#JOB_RETRY].
    JOB_CANCEL("job.cancel"),
    JOB_RETRY("job.retry"),
    JOB_REPLAY("job.replay"),
    /// Many with one request: one entry with their number.
    JOB_REPLAY_ALL("job.replay-all"),
    JOB_DISCARD("job.discard"),
    /// As [#JOB_REPLAY_ALL], by the operator.
    JOB_DISCARD_ALL("job.discard-all"),
    /// A record of Kafka of which nothing could be made, by the operator.
    DEAD_LETTER_REPLAY("dead-letter.replay"),
    DEAD_LETTER_DISCARD("dead-letter.discard"),
    /// What stands in it.
    DEAD_LETTER_READ("dead-letter.read"),
    /// By the operator, who reads nothing unseen.
    AUDIT_ANCHORS_READ("audit-anchors.read"),
    QUEUE_PAUSE("queue.pause"),
    QUEUE_RESUME("queue.resume"),
    /// By somebody else than the instance's owner, as the three others.
    WORKFLOW_CANCEL("workflow.cancel"),
    WORKFLOW_PAUSE("workflow.pause"),
    WORKFLOW_RESUME("workflow.resume"),
    WORKFLOW_RESTART("workflow.restart"),
    SCHEDULE_CREATE("schedule.create"),
    SCHEDULE_CHANGE("schedule.change"),
    SCHEDULE_PAUSE("schedule.pause"),
    SCHEDULE_RESUME("schedule.resume"),
    SCHEDULE_REMOVE("schedule.remove"),
    WEBHOOK_ENDPOINT_CREATE("webhook-endpoint.create"),
    WEBHOOK_ENDPOINT_CHANGE("webhook-endpoint.change"),
    WEBHOOK_ENDPOINT_ROTATE("webhook-endpoint.rotate"),
    WEBHOOK_ENDPOINT_REMOVE("webhook-endpoint.remove"),
    WORKER_CREATE("worker.create"),
    WORKER_CHANGE("worker.change"),
    WORKER_ROTATE("worker.rotate"),
    WORKER_REMOVE("worker.remove"),
    BACKUP_CREATE("backup.create"),
    BACKUP_UPLOAD("backup.upload"),
    BACKUP_DOWNLOAD("backup.download"),
    BACKUP_DELETE("backup.delete"),
    RESTORE_START("restore.start"),
    RESTORE_ABANDON("restore.abandon"),
    SUPPRESSION_ADD("suppression.add"),
    SUPPRESSION_REMOVE("suppression.remove"),
    /// How a room is named, and who may read it without being a member.
    ROOM_CHANGE("room.change"),
    /// That it is only read from now on, or is as before.
    ROOM_ARCHIVE("room.archive"),
    ROOM_DELETE("room.delete"),
    ROOM_MEMBER_SET("room-member.set"),
    /// By a link.
    ROOM_MEMBER_JOIN("room-member.join"),
    /// By another one, or by itself.
    ROOM_MEMBER_REMOVE("room-member.remove"),
    ROOM_BAN_SET("room-ban.set"),
    ROOM_BAN_REMOVE("room-ban.remove"),
    ROOM_LINK_CREATE("room-link.create"),
    ROOM_LINK_REVOKE("room-link.revoke"),
    /// By uploading it so: everybody of the tenant may read it.
    FILE_PUBLISH("file.publish"),
    FILE_DELETE("file.delete");

    private final String label;

    AuditAction(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /// Empty for what a later version knows.
    public static Optional<AuditAction> labelled(String label) {
        return Arrays.stream(values())
                .filter(action -> action.label.equals(label))
                .findFirst();
    }
}
