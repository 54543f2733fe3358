package dev.atrium.localstack;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A mail as one recipient got it.
///
/// @param id of this catcher, unique until it is restarted
/// @param messageId the header Message-ID, empty if there is none
/// @param from the header From, empty if there is none
/// @param to the address of the recipient
/// @param subject empty if there is none
/// @param text the plain text, or the HTML where there is only that; cut after 64 Ki characters
record Mail(String id, String messageId, String from, String to, String subject, String text, Instant receivedAt) {

    private static final int MAX_TEXT = 65_536;

    static Mail of(String id, MimeMessage message, String to, Instant receivedAt)
            throws MessagingException, IOException {
        String from = message.getFrom() == null || message.getFrom().length == 0 ? "" : message.getFrom()[0].toString();
        String text = text(message, "text/plain").or(() -> html(message)).orElse("");
        return new Mail(
                id,
                orEmpty(message.getMessageID()),
                from,
                to,
                orEmpty(message.getSubject()),
                text.substring(0, Math.min(text.length(), MAX_TEXT)),
                receivedAt);
    }

    private static Optional<String> html(Part part) {
        try {
            return text(part, "text/html");
        } catch (MessagingException | IOException e) {
            throw new IllegalArgumentException("a mail that cannot be read", e);
        }
    }

    private static Optional<String> text(Part part, String type) throws MessagingException, IOException {
        Object content = part.getContent();
        if (part.isMimeType(type) && content instanceof String text) {
            return Optional.of(text);
        }
        if (content instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart inner = parts.getBodyPart(i);
                Optional<String> found = text(inner, type);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
