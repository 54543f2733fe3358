package dev.atrium.room.http;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.roomlog.RoomEvent.ReportReason;
import dev.atrium.room.chat.Command;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/// The body that reports a message.
///
/// @param reason `spam`, `harassment`, `hate`, `violence`, `sexual`, `illegal` or `other`
/// @param comment what the moderators should know, 1 to 500 characters; null for nothing
record NewReport(
        @NotNull ReportReason reason,
        @PlainText(max = NewReport.COMMENT_MAX) @Nullable String comment) {

    static final int COMMENT_MAX = 500;

    Command.Report by(Actor author, String message) {
        return new Command.Report(author, message, reason, comment);
    }
}
