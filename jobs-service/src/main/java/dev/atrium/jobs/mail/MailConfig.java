package dev.atrium.jobs.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;

/// What mails say about their sender (JB-8). The SMTP server is set by `atrium.smtp.*`.
@ConfigMapping(prefix = "atrium.outgoing-mail")
public interface MailConfig {

    /// The sender's address; its domain is also that of Message-IDs.
    @WithDefault("no-reply@atrium.localhost")
    @Pattern(regexp = "[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+")
    String from();
}
