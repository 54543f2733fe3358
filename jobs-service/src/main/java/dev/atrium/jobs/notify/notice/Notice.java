package dev.atrium.jobs.notify.notice;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.Notification;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.web.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is to be told to many, as it was asked for.
///
/// @param recipients subjects of the tenant, each once, in order
/// @param category null: `system` for admins, `app` for others
/// @param group what it concerns; null: it is alone
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Notice(
        @Nullable List<String> recipients,
        @Nullable Category category,
        @Nullable String title,
        @Nullable String body,
        @Nullable String link,
        @Nullable JsonNode data,
        @Nullable String group,
        @Nullable String groupTitle) {

    static final int MOST_RECIPIENTS = 1_000;

    private static final int MAX_SUBJECT = 210;
    private static final int MAX_TITLE = 200;
    private static final int MAX_BODY = 2_000;
    private static final int MAX_GROUP = 80;
    private static final int MAX_DATA_BYTES = 4 * 1024;

    public Notice {
        recipients = recipients == null ? null : List.copyOf(new TreeSet<>(recipients));
    }

    /// What is wrong with it; empty if nothing is.
    List<Problem.Fault> faults() {
        List<Problem.Fault> faults = new ArrayList<>();
        if (recipients == null || recipients.isEmpty() || recipients.size() > MOST_RECIPIENTS) {
            faults.add(Problem.Fault.inBody("/recipients", "must be 1 to " + MOST_RECIPIENTS + " subjects"));
        } else if (!recipients.stream().allMatch(Notice::isSubject)) {
            faults.add(Problem.Fault.inBody("/recipients", "must be subjects like user:… or key:…"));
        }
        text(faults, "/title", title, MAX_TITLE);
        if (title == null || title.isBlank()) {
            faults.add(Problem.Fault.inBody("/title", "is required"));
        }
        text(faults, "/body", body, MAX_BODY);
        text(faults, "/group", group, MAX_GROUP);
        text(faults, "/groupTitle", groupTitle, MAX_TITLE);
        if (link != null && !Notification.isLink(link)) {
            faults.add(Problem.Fault.inBody("/link", "must be a path that begins with / or an https address"));
        }
        if (data != null
                && (!data.isObject() || Json.write(data).getBytes(StandardCharsets.UTF_8).length > MAX_DATA_BYTES)) {
            faults.add(Problem.Fault.inBody("/data", "must be an object of at most 4 KiB"));
        }
        return faults;
    }

    /// The notification for one recipient. What somebody tells itself is by nobody: nobody is told of
    /// its own deeds.
    ///
    /// @param sender by whom it can be muted, too
    Notification to(String recipient, UUID id, Actor sender, Category kind) {
        return Notification.of("notice:" + id, recipient, kind, String.valueOf(title))
                .withBody(body)
                .withLink(link)
                .withData(data == null ? null : Json.write(data))
                .inGroup(group == null ? null : sender.subject() + "/" + group, groupTitle)
                .about("sender:" + sender.subject())
                .by(recipient.equals(sender.subject()) ? null : sender);
    }

    private static void text(List<Problem.Fault> faults, String pointer, @Nullable String text, int max) {
        if (text != null && (text.length() > max || text.indexOf('\0') >= 0)) {
            faults.add(Problem.Fault.inBody(pointer, "must have at most " + max + " characters"));
        }
    }

    private static boolean isSubject(String text) {
        return text.length() <= MAX_SUBJECT
                && (text.startsWith("user:") || text.startsWith("key:"))
                && text.chars().noneMatch(Character::isISOControl);
    }
}
