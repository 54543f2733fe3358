package dev.atrium.jobs.mail;

import io.vertx.ext.mail.SMTPException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// What is known after an attempt to send failed.
sealed interface SmtpFailure {

    /// The server knows no such mailbox, or it takes no mail: this stays so, whoever writes to it.
    ///
    /// @param answer what the server said
    record Undeliverable(String answer) implements SmtpFailure {}

    /// The server said no for good, and not because of the mailbox: it does not take mail from us (a wrong
    /// password, a blocked address, a sender that it does not know, a limit that is reached), or not this
    /// mail. It has not taken it. Somebody can mend that, and then it takes the mail.
    ///
    /// @param answer what the server said, and to what
    record Refused(String answer) implements SmtpFailure {}

    /// The server was not reached, or said that it cannot now: it has not taken the mail.
    record NotSent() implements SmtpFailure {}

    /// The connection broke or nothing was heard in time: the server may have taken it.
    record Unknown() implements SmtpFailure {}

    /// As the client says it of the answer to `RCPT`.
    String TO_RECIPIENT = "recipient address not accepted";

    /// As the client says it, before a mail is begun.
    String WITHOUT_TLS = "STARTTLS required";

    static SmtpFailure of(@Nullable Throwable failure) {
        return switch (failure) {
            case null -> new Unknown();
            case SMTPException answer -> ofAnswer(answer);
            case ConnectException _, UnknownHostException _ -> new NotSent();
            case SSLHandshakeException _ -> new Refused(String.valueOf(failure.getMessage()));
            default -> said(failure).startsWith(WITHOUT_TLS) ? new Refused(said(failure)) : of(failure.getCause());
        };
    }

    private static SmtpFailure ofAnswer(SMTPException answer) {
        if (answer.getReplyCode() < 500) {
            return new NotSent();
        }
        String text = String.valueOf(answer.getReplyMessage());
        boolean toRecipient = said(answer).startsWith(TO_RECIPIENT);
        return toRecipient && Mailbox.isRefused(answer.getReplyCode(), text)
                ? new Undeliverable(text)
                : new Refused(said(answer));
    }

    private static String said(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }

    /// Tells the answers to `RCPT` that are about the mailbox from those that are about us.
    final class Mailbox {

        /// No such mailbox, not here, a wrong name, takes no mail.
        private static final Set<Integer> CODES = Set.of(521, 550, 551, 553, 556);

        /// The same in enhanced status codes (RFC 3463): the address is bad, but not the sender's (7, 8), or
        /// the mailbox is switched off. Policy (5.7) and limits (5.2.2, 5.4.5) are something else.
        private static final Pattern STATUS =
                Pattern.compile("5[0-9]{2}[ -](5\\.[0-9]{1,3}\\.[0-9]{1,3})\\b.*", Pattern.DOTALL);

        private static final Pattern OF_MAILBOX = Pattern.compile("5\\.1\\.(?![78]$)[0-9]{1,3}|5\\.2\\.1");

        /// What servers without enhanced status codes say with the same code when we may not send by them.
        private static final Pattern OF_US = Pattern.compile("relay|authent|not permitted|denied|blocked|spam");

        private Mailbox() {}

        static boolean isRefused(int code, String text) {
            Matcher status = STATUS.matcher(text);
            if (status.matches()) {
                return OF_MAILBOX.matcher(status.group(1)).matches();
            }
            return CODES.contains(code)
                    && !OF_US.matcher(text.toLowerCase(Locale.ROOT)).find();
        }
    }
}
