package dev.atrium.jobs.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.ext.mail.SMTPException;
import java.net.ConnectException;
import java.util.List;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SmtpFailureTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 5.1.1 no such user",
                "550 no such user",
                "550-5.1.1 The email account that you tried to reach does not exist.",
                "550 5.1.10 null MX",
                "550 5.2.1 mailbox disabled",
                "553 mailbox name not allowed",
                "556 domain does not accept mail"
            })
    void aRecipientWithoutAMailboxIsUndeliverable(String answer) {
        assertEquals(
                new SmtpFailure.Undeliverable(answer), SmtpFailure.of(said("recipient address not accepted", answer)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 5.7.1 relaying denied",
                "550 5.7.1 authentication required",
                "550 relay not permitted",
                "550 Access denied",
                "554 5.7.1 policy",
                "550 5.4.5 daily sending limit exceeded",
                "552 5.2.2 mailbox full",
                "550 5.1.8 bad sender",
                "550 5.3.4 too large"
            })
    void anAnswerToTheRecipientThatIsNotAboutItsMailboxIsARefusalOfUs(String answer) {
        assertInstanceOf(SmtpFailure.Refused.class, SmtpFailure.of(said("recipient address not accepted", answer)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"got error response", "AUTH PLAIN failed", "sender address not accepted", "sending data failed"})
    void whatIsSaidToAnythingElseSaysNothingOfTheMailbox(String stage) {
        assertInstanceOf(
                SmtpFailure.Refused.class,
                SmtpFailure.of(new CompletionException(said(stage, "550 5.1.1 no such user"))));
    }

    @Test
    void whatPassesIsNoRefusal() {
        assertEquals(
                new SmtpFailure.NotSent(),
                SmtpFailure.of(said("recipient address not accepted", "451 4.7.1 greylisted")));
        assertEquals(new SmtpFailure.NotSent(), SmtpFailure.of(new RuntimeException(new ConnectException())));
    }

    @Test
    void aCertificateThatIsNotTrustedIsKnownToHaveSentNothing() {
        assertInstanceOf(SmtpFailure.Refused.class, SmtpFailure.of(new SSLHandshakeException("PKIX path building")));
    }

    @Test
    void aBrokenConnectionSaysNothing() {
        assertEquals(new SmtpFailure.Unknown(), SmtpFailure.of(new RuntimeException("Connection was closed")));
    }

    @Test
    void theAlarmShowsNobodysAddress() {
        assertEquals(
                "recipient address not accepted: 554 5.7.1 <address> Relay access denied",
                Refusals.shown("recipient address not accepted: 554 5.7.1 <ada@mail.example>: Relay access\r\ndenied"));
    }

    private static SMTPException said(String stage, String answer) {
        return new SMTPException(stage, Integer.parseInt(answer.substring(0, 3)), List.of(answer), false);
    }
}
