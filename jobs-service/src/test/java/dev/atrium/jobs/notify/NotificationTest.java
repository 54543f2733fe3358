package dev.atrium.jobs.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NotificationTest {

    private static final TenantId TENANT = new TenantId("acme");

    @Test
    void sameSourceIsTheSameNotificationForOneRecipientOnly() {
        Notification first = Notification.of("room:1:7", "user:ada", Category.MENTION, "Bob named you");

        assertEquals(
                first.id(TENANT),
                Notification.of("room:1:7", "user:ada", Category.REPLY, "other").id(TENANT));
        assertNotEquals(
                first.id(TENANT),
                Notification.of("room:1:7", "user:bob", Category.MENTION, "Bob named you")
                        .id(TENANT));
        assertNotEquals(first.id(TENANT), first.id(new TenantId("other")));
    }

    @Test
    void notificationsOfOneGroupAreOneItem() {
        Notification first = reply("1").inGroup("message:9", "{count} new replies");
        Notification second = reply("2").inGroup("message:9", "{count} new replies");

        assertEquals(first.item(TENANT), second.item(TENANT));
        assertNotEquals(first.item(TENANT), reply("3").item(TENANT));
        assertNotEquals(
                first.item(TENANT),
                Notification.of("4", "user:bob", Category.REPLY, "x")
                        .inGroup("message:9", null)
                        .item(TENANT));
    }

    @Test
    void titleOfAGroupSaysHowManyThereAre() {
        assertEquals("Bob answered", InboxItem.title("Bob answered", "{count} new replies", 1));
        assertEquals("3 new replies", InboxItem.title("Bob answered", "{count} new replies", 3));
        assertEquals("Bob answered", InboxItem.title("Bob answered", null, 3));
    }

    @Test
    void longTextsAreCutBetweenCharactersAndTitlesAreOneLine() {
        String title = Notification.of("1", "user:ada", Category.SYSTEM, "a\r\nb" + "😀".repeat(200))
                .title();

        assertTrue(title.startsWith("a b"), title);
        assertTrue(title.length() <= Notification.MAX_TITLE);
        assertTrue(title.endsWith("😀…"), title);
    }

    @Test
    void nobodyIsToldOfItsOwnDeeds() {
        assertTrue(reply("1").by(new Actor("user:ada", "ada")).isOwnDeed());
        assertFalse(reply("1").by(new Actor("user:bob", "bob")).isOwnDeed());
        assertFalse(reply("1").isOwnDeed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "javascript:alert(1)",
                "http://plain.example",
                "ui/x",
                "/a b",
                "/a\"b",
                "https://a\\b",
                ""
            })
    void linksLeadNowhereElse(String link) {
        assertFalse(Notification.isLink(link));
        assertThrows(IllegalArgumentException.class, () -> reply("1").withLink(link));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ui/rooms/1#m7", "https://example.org/x?y=z"})
    void linksLeadIntoTheSuiteOrToHttps(String link) {
        assertTrue(Notification.isLink(link));
    }

    private static Notification reply(String source) {
        return Notification.of(source, "user:ada", Category.REPLY, "Bob answered");
    }
}
