package dev.atrium.jobs.mail;

import io.vertx.ext.mail.SMTPException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// What is known after an attempt to send failed.
enum SmtpFailure {
    /// The server said no, for good.
    REFUSED,
    /// The server was not reached, or said that it cannot now: it has not taken the mail.
    NOT_SENT,
    /// The connection broke or nothing was heard in time: the server may have taken it.
    UNKNOWN;

    static SmtpFailure of(@Nullable Throwable failure) {
        return switch (failure) {
            case null -> UNKNOWN;
            case SMTPException answer -> answer.isPermanent() ? REFUSED : NOT_SENT;
            case ConnectException _, UnknownHostException _ -> NOT_SENT;
            default -> of(failure.getCause());
        };
    }
}
