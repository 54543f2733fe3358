package dev.atrium.jobs.mail;

import dev.atrium.platform.identity.TenantId;

/// A mail that must leave once.
///
/// @param key names it within the tenant: the same key is the same mail, and has the same Message-ID
/// @param subject one line of ours, without anything that a user wrote
/// @param text the plain form
/// @param html the same in HTML
public record Letter(TenantId tenant, String key, MailAddress to, String subject, String text, String html) {

    /// @throws IllegalArgumentException if the subject is not one line
    public Letter {
        if (subject.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the subject of a mail is one line");
        }
    }
}
