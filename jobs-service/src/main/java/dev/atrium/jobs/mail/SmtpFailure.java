package dev.atrium.jobs.mail;

import io.vertx.ext.mail.SMTPException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is known after an attempt to send failed.
enum SmtpFailure {
    /// The server said no, for good.
    REFUSED,
    /// The server was not reached, or said that it cannot now: it has not taken the mail.
    NOT_SENT,
    /// The connection broke or nothing was heard in time: the server may have taken it.
    UNKNOWN;

    /// Answers to a recipient's address that stay as they are: no such mailbox, not here, a wrong name,
    /// takes no mail.
    private static final Set<Integer> BOUNCES = Set.of(521, 550, 551, 553, 556);

    static SmtpFailure of(@Nullable Throwable failure) {
        return switch (failure) {
            case null -> UNKNOWN;
            case SMTPException answer -> answer.isPermanent() ? REFUSED : NOT_SENT;
            case ConnectException _, UnknownHostException _ -> NOT_SENT;
            default -> of(failure.getCause());
        };
    }

    /// What the server said of the recipient's mailbox when it refused it for good: that there is none
    /// of this name, or that it does not take mail. Empty if it was about anything else, such as the
    /// mail itself or its sender.
    static Optional<String> bounce(@Nullable Throwable failure) {
        return switch (failure) {
            case null -> Optional.empty();
            case SMTPException answer ->
                isBounce(answer) ? Optional.of(String.valueOf(answer.getReplyMessage())) : Optional.empty();
            default -> bounce(failure.getCause());
        };
    }

    private static boolean isBounce(SMTPException answer) {
        boolean isOfRecipient = String.valueOf(answer.getMessage()).contains("recipient");
        return answer.isPermanent() && isOfRecipient && BOUNCES.contains(answer.getReplyCode());
    }
}
