package dev.atrium.jobs.mail;

import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.jobs.retry.RetryableException;
import dev.atrium.platform.web.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.Mailer;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import org.jboss.logging.Logger;

/// Sends mails so that each leaves once in effect.
///
/// What is guaranteed: a letter is handed to the SMTP server at least once, always with the same
/// Message-ID. It is handed over again only if nobody knows how the last attempt ended, that is if the
/// node died or the connection broke between the first byte sent and the moment at which `sent` was
/// committed. SMTP knows no transaction that would close this gap; receivers that drop a repeated
/// Message-ID close it. Each such attempt is counted, in `mail_intent.uncertain` and as
/// `atrium.jobs.mail.uncertain`.
///
/// Whatever it is about, no mail is sent to an address that its server has refused for good, at once or,
/// as the provider tells ([Reports]), later, until an admin of the tenant removes that ([Bounces]).
@ApplicationScoped
public class Mailing {

    private static final Logger LOG = Logger.getLogger(Mailing.class);

    private final Mailer mailer;
    private final MailIntents intents;
    private final MailConfig config;
    private final Refusals refusals;
    private final MeterRegistry metrics;

    Mailing(Mailer mailer, MailIntents intents, MailConfig config, Refusals refusals, MeterRegistry metrics) {
        this.mailer = mailer;
        this.intents = intents;
        this.config = config;
        this.refusals = refusals;
        this.metrics = metrics;
    }

    /// Sends the letter, unless it is known to have left.
    ///
    /// @return its Message-ID, with angle brackets
    /// @throws NonRetryableException if the server refuses the mailbox for good, or has refused it before
    /// @throws RetryableException if it could not be sent now, also because the server refuses us, or if it
    ///     is not known whether it was
    public String send(Letter letter) throws SQLException {
        String messageId = messageId(letter);
        switch (intents.begin(letter, messageId)) {
            case SENT -> {
                return messageId;
            }
            case UNCERTAIN -> {
                metrics.counter("atrium.jobs.mail.uncertain").increment();
                LOG.warnf("the mail %s may have left before; it is sent again with the same Message-ID", messageId);
            }
            case BOUNCES ->
                throw new NonRetryableException(
                        "undeliverable: mail to this address bounced before, or an admin wants none sent there,"
                                + " until its suppression is removed");
            case NOT_SENT -> {}
        }
        deliver(letter, messageId);
        intents.sent(letter.tenant(), messageId);
        metrics.counter("atrium.jobs.mail.sent").increment();
        return messageId;
    }

    private void deliver(Letter letter, String messageId) throws SQLException {
        Mail mail = new Mail()
                .addTo(letter.to().value())
                .setSubject(letter.subject())
                .setText(letter.text())
                .setHtml(letter.html())
                .addHeader("Message-ID", messageId);
        letter.headers().forEach(mail::addHeader);
        try {
            mailer.send(mail);
        } catch (RuntimeException e) {
            switch (SmtpFailure.of(e)) {
                case SmtpFailure.Undeliverable(String answer) -> {
                    intents.bounced(letter.tenant(), messageId, letter.to(), answer);
                    throw new NonRetryableException("undeliverable: the mail server knows no such mailbox", e);
                }
                case SmtpFailure.Refused(String answer) -> {
                    intents.notSent(letter.tenant(), messageId);
                    refusals.add(answer);
                    throw new RetryableException("the mail server refuses mail of this installation now", e);
                }
                case SmtpFailure.NotSent _ -> {
                    intents.notSent(letter.tenant(), messageId);
                    throw new RetryableException("the mail server cannot be reached or does not take mail now", e);
                }
                case SmtpFailure.Unknown _ ->
                    throw new RetryableException("it is not known whether the mail server took the mail", e);
            }
        }
    }

    private String messageId(Letter letter) {
        String domain = config.from().substring(config.from().indexOf('@') + 1);
        return "<" + Ids.named("mail:" + letter.tenant() + "/" + letter.key()) + "@" + domain + ">";
    }
}
