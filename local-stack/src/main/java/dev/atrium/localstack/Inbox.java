package dev.atrium.localstack;

import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.MessageDeliveryHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/// The newest mails of all recipients, in memory; older ones make room.
final class Inbox implements MessageDeliveryHandler {

    private static final int CAPACITY = 2_000;

    private final InstantSource clock;
    private final Deque<Mail> newestFirst = new ArrayDeque<>();
    private long received;

    Inbox(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public GreenMailUser handle(MovingMessage message, MailAddress recipient) {
        return new Recipient(recipient.getEmail(), this);
    }

    /// @param to an address in any case, or empty for all
    /// @return newest first
    synchronized List<Mail> find(String to) {
        String wanted = to.toLowerCase(Locale.ROOT);
        return newestFirst.stream()
                .filter(mail ->
                        wanted.isEmpty() || mail.to().toLowerCase(Locale.ROOT).equals(wanted))
                .toList();
    }

    synchronized void clear() {
        newestFirst.clear();
    }

    private synchronized void keep(MimeMessage message, String to) {
        received++;
        try {
            newestFirst.addFirst(Mail.of(Long.toString(received), message, to, clock.instant()));
        } catch (MessagingException | IOException e) {
            throw new IllegalArgumentException("a mail that cannot be read", e);
        }
        if (newestFirst.size() > CAPACITY) {
            newestFirst.removeLast();
        }
    }

    /// Everybody has a mailbox here, and nobody can log in.
    private record Recipient(String email, Inbox inbox) implements GreenMailUser {

        @Override
        public String getEmail() {
            return email;
        }

        @Override
        public String getLogin() {
            return email;
        }

        @Override
        public void deliver(MovingMessage message) {
            inbox.keep(message.getMessage(), email);
        }

        @Override
        public void deliver(MimeMessage message) {
            inbox.keep(message, email);
        }

        @Override
        public void create() {}

        @Override
        public void delete() {}

        @Override
        public String getPassword() {
            return "";
        }

        @Override
        public void setPassword(String password) {}

        @Override
        public void authenticate(String password) {
            throw new UnsupportedOperationException("no log-in");
        }

        @Override
        public String getQualifiedMailboxName() {
            return email;
        }
    }
}
