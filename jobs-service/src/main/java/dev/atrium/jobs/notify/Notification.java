package dev.atrium.jobs.notify;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Ids;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something that somebody is to be told. Texts that are longer than their bounds are cut: what others wrote must not
/// keep a notification from its recipient.
///
/// @param source what it tells of; the same source tells a recipient once. At most 300 characters
/// @param recipient subject of whom it is for
/// @param title one line, at most 200 characters
/// @param groupTitle what stands for several of its group, with `{count}` for how many; null: the newest title does
/// @param body at most 2,000 characters; null: the title says it all
/// @param link path within the suite, or an `https` address, at most 2,000 characters; null: it leads nowhere
/// @param data a JSON object for programs, at most 4 KiB; null: none
/// @param group what it concerns: those of one group are one item of the inbox. Null: it is alone
/// @param topic by what it can be muted, for example `room:<id>`; null: it cannot
/// @param actor who caused it, and is not told of its own deeds; null: nobody
public record Notification(
        String source,
        String recipient,
        Category category,
        String title,
        @Nullable String groupTitle,
        @Nullable String body,
        @Nullable String link,
        @Nullable String data,
        @Nullable String group,
        @Nullable String topic,
        @Nullable Actor actor) {

    /// Where people are led who are told of what only programs can look at: to the page's inbox.
    public static final String INBOX = "/?inbox";

    static final int MAX_TITLE = 200;
    static final int MAX_BODY = 2_000;
    static final int MAX_LINK = 2_000;
    static final int MAX_DATA_BYTES = 4 * 1024;
    static final int MAX_NAME = 300;

    /// @throws IllegalArgumentException if a name or the data is longer than allowed: a fault of the program
    public Notification {
        if (source.length() > MAX_NAME
                || (group != null && group.length() > MAX_NAME)
                || (topic != null && topic.length() > MAX_NAME)
                || (link != null && !isLink(link))
                || (data != null && data.getBytes(StandardCharsets.UTF_8).length > MAX_DATA_BYTES)) {
            throw new IllegalArgumentException("the notification of " + source + " is out of bounds");
        }
        title = cut(oneLine(title), MAX_TITLE);
        groupTitle = groupTitle == null ? null : cut(oneLine(groupTitle), MAX_TITLE);
        body = body == null ? null : body(body);
    }

    /// A notification of a title alone.
    public static Notification of(String source, String recipient, Category category, String title) {
        return new Notification(source, recipient, category, title, null, null, null, null, null, null, null);
    }

    public Notification withBody(@Nullable String itsBody) {
        return new Notification(
                source, recipient, category, title, groupTitle, itsBody, link, data, group, topic, actor);
    }

    public Notification withLink(@Nullable String itsLink) {
        return new Notification(
                source, recipient, category, title, groupTitle, body, itsLink, data, group, topic, actor);
    }

    /// @param itsData becomes JSON
    public Notification withData(@Nullable String itsData) {
        return new Notification(
                source, recipient, category, title, groupTitle, body, link, itsData, group, topic, actor);
    }

    public Notification inGroup(@Nullable String itsGroup, @Nullable String itsTitle) {
        return new Notification(source, recipient, category, title, itsTitle, body, link, data, itsGroup, topic, actor);
    }

    public Notification about(@Nullable String itsTopic) {
        return new Notification(
                source, recipient, category, title, groupTitle, body, link, data, group, itsTopic, actor);
    }

    public Notification by(@Nullable Actor itsActor) {
        return new Notification(
                source, recipient, category, title, groupTitle, body, link, data, group, topic, itsActor);
    }

    /// Whether the text leads somewhere that a notification may lead to.
    public static boolean isLink(String text) {
        return text.length() <= MAX_LINK
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\' && c != '"' && c != '<' && c != '>')
                && ((text.startsWith("/") && !text.startsWith("//")) || text.startsWith("https://"));
    }

    /// Whether the actor is the recipient itself.
    boolean isOwnDeed() {
        return actor != null && actor.subject().equals(recipient);
    }

    @Nullable
    String actorSubject() {
        return actor == null ? null : actor.subject();
    }

    @Nullable
    String actorHandle() {
        return actor == null ? null : actor.handle();
    }

    /// Follows from source and recipient.
    UUID id(TenantId tenant) {
        return Ids.named("notification:" + tenant + "/" + recipient + "\n" + source);
    }

    /// Follows from recipient, category and group.
    UUID item(TenantId tenant) {
        return group == null
                ? id(tenant)
                : Ids.named("inbox-item:" + tenant + "/" + recipient + "\n" + category.label() + "\n" + group);
    }

    /// What of a text becomes the body.
    static String body(String text) {
        return cut(text.replace("\0", ""), MAX_BODY);
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " ").strip();
    }

    /// Never within a character.
    private static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(max - 2)) ? max - 2 : max - 1;
        return text.substring(0, end) + "…";
    }
}
