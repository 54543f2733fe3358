package dev.atrium.jobs.mail;

import dev.atrium.platform.identity.TenantId;
import java.util.Map;

/// A mail that must leave once.
///
/// @param key names it within the tenant: the same key is the same mail, and has the same Message-ID
/// @param subject one line of ours, without anything that a user wrote
/// @param text the plain form
/// @param html the same in HTML
/// @param headers further ones of ours, without anything that a user wrote
/// @param keptForEver whether it is known for ever that it has left, as where an event asks for it that is
///     kept for ever and may be read again; else for a year
public record Letter(
        TenantId tenant,
        String key,
        MailAddress to,
        String subject,
        String text,
        String html,
        Map<String, String> headers,
        boolean keptForEver) {

    /// @throws IllegalArgumentException if the subject or a header is not one line
    public Letter {
        headers = Map.copyOf(headers);
        if (!isLine(subject) || !headers.values().stream().allMatch(Letter::isLine)) {
            throw new IllegalArgumentException("the subject of a mail is one line, and so are its headers");
        }
    }

    /// A letter without further headers.
    public Letter(TenantId tenant, String key, MailAddress to, String subject, String text, String html) {
        this(tenant, key, to, subject, text, html, Map.of(), false);
    }

    private static boolean isLine(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }
}
