package dev.atrium.jobs.notify.mail;

import dev.atrium.jobs.mail.Letter;
import dev.atrium.jobs.mail.MailAddress;
import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.delivery.Deliveries;
import dev.atrium.jobs.notify.delivery.Due;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The mail that tells of notifications, from its two templates. What users wrote stands in the body
/// only, never in a header. Mail programs can unsubscribe by its headers (RFC 8058).
@ApplicationScoped
class NotificationLetter {

    private final Template text;
    private final Template html;
    private final Links links;
    private final NotificationMailConfig config;

    NotificationLetter(
            @Location("mail/notifications.txt") Template text,
            @Location("mail/notifications.html") Template html,
            Links links,
            NotificationMailConfig config) {
        this.text = text;
        this.html = html;
        this.links = links;
        this.config = config;
    }

    /// Whom the mail is for.
    ///
    /// @param name by which it is greeted; null: it is not
    record Reader(
            Deliveries.Recipient recipient,
            MailAddress address,
            @Nullable String name) {}

    /// One notification in the mail.
    ///
    /// @param url null: it leads nowhere
    public record Entry(
            String title, @Nullable String body, @Nullable String url) {}

    /// A way out.
    ///
    /// @param about what one gets no mail about any more
    public record Exit(String about, String url) {}

    /// @param key names the mail: the same key is the same mail
    /// @param due at least one
    Letter to(Reader reader, String key, List<Due> due) {
        Deliveries.Recipient recipient = reader.recipient();
        List<Category> categories = due.stream().map(Due::category).distinct().toList();
        List<Entry> entries = due.stream().map(this::entry).toList();
        List<Exit> exits = categories.stream()
                .map(category -> new Exit(about(category), url(recipient, category)))
                .toList();
        String everything = url(recipient, categories.size() == 1 ? categories.getFirst() : null);
        String subject = subject(due, categories);
        return new Letter(
                recipient.tenant(),
                "notifications/" + key,
                reader.address(),
                subject,
                render(text, subject, reader.name(), entries, exits),
                render(html, subject, reader.name(), entries, exits),
                Map.of(
                        "List-Unsubscribe",
                        "<" + everything + ">",
                        "List-Unsubscribe-Post",
                        "List-Unsubscribe=One-Click",
                        "Auto-Submitted",
                        "auto-generated"),
                false);
    }

    private static String render(
            Template template, String subject, @Nullable String name, List<Entry> entries, List<Exit> exits) {
        return template.data("subject", subject)
                .data("name", name)
                .data("entries", entries)
                .data("exits", exits)
                .render();
    }

    private Entry entry(Due due) {
        String link = due.link();
        String url = link == null || link.startsWith("https://") ? link : config.publicUrl() + link;
        return new Entry(due.title(), due.body(), url);
    }

    private String url(Deliveries.Recipient recipient, @Nullable Category category) {
        Links.Claim claim = new Links.Claim(
                Links.Purpose.UNSUBSCRIBE,
                recipient.tenant(),
                recipient.subject(),
                category == null ? null : category.label(),
                null,
                null);
        return config.publicUrl() + "/api/notifications/unsubscribe?token=" + links.sign(claim);
    }

    private static String subject(List<Due> due, List<Category> categories) {
        if (due.size() > 1) {
            return due.size() + " new notifications";
        }
        return switch (categories.getFirst()) {
            case MENTION -> "You were mentioned";
            case REPLY -> "You have an answer";
            case WORKFLOW -> "A workflow has ended";
            case EXPORT -> "Your export";
            case REMINDER -> "A reminder";
            case MODERATION -> "Moderation";
            case ACCESS -> "Your rooms";
            case WEBHOOK -> "A webhook has come";
            case SYSTEM -> "A notice from your administrators";
            case APP -> "A message from an app";
        };
    }

    /// What mail is about.
    static String about(Category category) {
        return switch (category) {
            case MENTION -> "mentions";
            case REPLY -> "answers";
            case WORKFLOW -> "workflows";
            case EXPORT -> "exports";
            case REMINDER -> "reminders";
            case MODERATION -> "moderation";
            case ACCESS -> "what you may do in rooms";
            case WEBHOOK -> "webhooks";
            case SYSTEM -> "notices from administrators";
            case APP -> "messages from apps";
        };
    }
}
