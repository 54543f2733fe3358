package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.system.Browser.Tab;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// People use the page in a real browser, and sign in at the real provider's own pages (GW-3, UI-1).
@EnabledIf(value = "dev.atrium.system.Browser#isAvailable", disabledReason = Browser.OBSTACLE)
@Order(Suite.LATE)
final class BrowserIT {

    private static final String SESSION = "atrium-session";
    private static final String REFRESH = "atrium-refresh";
    private static final String BOBS_ADDRESS = "bob@globex.test";

    private static @Nullable Browser browser;
    private static @Nullable String crew;

    private final Suite suite = Suite.running();
    private final List<Tab> tabs = new ArrayList<>();

    @BeforeAll
    static void startBrowser() {
        browser = new Browser();
        Suite suite = Suite.running();
        Person alice = SignInIT.person(suite, "alice");
        crew = organisation(alice, "Lighthouse keepers");
        Mailed.membership(suite, alice.in(crew), crew, SignInIT.person(suite, "bob"), BOBS_ADDRESS, "editor");
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void consolesSaidNothing() {
        List<String> problems =
                tabs.stream().flatMap(tab -> tab.problems().stream()).toList();
        tabs.forEach(Tab::close);
        assertEquals(List.of(), problems);
    }

    @Test
    void whoSignedInTalksLiveAndStaysSignedIn() {
        Tab alice = inCrew("alice");
        Tab bob = inCrew("bob");

        alice.createRoom("Lamp room");
        alice.write("The lamp is lit");
        bob.go(alice.address());
        bob.see(".message .text", "The lamp is lit");
        bob.write("Seen from the sea");
        alice.see("#said", "bob: Seen from the sea");
        alice.see(".message .text", "Seen from the sea");
        alice.see("#here", "bob");

        alice.reload();
        alice.see("#me-handle", "alice");
        alice.see("#room-title", "Lamp room");
        alice.see(".message .text", "Seen from the sea");

        String before = alice.cookie(REFRESH).orElseThrow();
        alice.awaitWithout(SESSION);
        alice.press("Reload");
        alice.see("#rooms", "Lamp room");
        Awaitility.await("another refresh token")
                .until(() -> !alice.cookie(REFRESH).orElseThrow().equals(before));
        alice.write("Still on watch");
        bob.see(".message .text", "Still on watch");
    }

    @Test
    void aCopiedRefreshTokenEndsTheSessionAlsoOfItsOwner() {
        Tab alice = inCrew("alice");
        alice.createRoom("Watch room");
        String stolen = alice.cookie(REFRESH).orElseThrow();
        alice.awaitWithout(SESSION);
        alice.press("Reload");
        Awaitility.await("another refresh token")
                .until(() -> !alice.cookie(REFRESH).orElseThrow().equals(stolen));
        alice.expect("401");
        alice.expect("404"); // the room, for whom it is not there any more

        // For a moment the same successor comes again, because an answer may have been lost.
        Awaitility.await("the copy is known as one")
                .atMost(Duration.ofSeconds(60))
                .until(() -> refresh(stolen).status() == 401);

        alice.see("#toasts", "You are signed out");
        alice.see("#sign-in", "Sign in");
        alice.see("#room-title", "No such room");
        assertTrue(alice.cookie(REFRESH).isEmpty());
        String action = SignInIT.person(suite, "alice")
                .get("/api/audit?action=session.reuse")
                .expect(200)
                .json()
                .at("/items/0/action")
                .asText();
        assertEquals("session.reuse", action);
    }

    @Test
    void whoSignsOutEverywhereIsSignedOutOnAllOpenPages() {
        Tab desk = inCrew("alice");
        Tab phone = inCrew("alice");
        desk.createRoom("Harbour office");
        phone.go(desk.address());
        phone.see("#live", "live");
        List.of(desk, phone).forEach(tab -> {
            tab.expect("401");
            tab.expect("404");
        });

        desk.press("Sign out everywhere");

        desk.see("#toasts", "You are signed out everywhere");
        phone.see("#toasts", "You are signed out");
        for (Tab tab : List.of(desk, phone)) {
            tab.see("#sign-in", "Sign in");
            tab.see("#room-title", "No such room");
            assertTrue(tab.cookie(REFRESH).isEmpty());
        }
        desk.awaitFocus("Your key");
    }

    @Test
    void whoHasNoKeySaysSomethingAsAGuestAndMissesNothing() {
        Person ada = Person.withNewKey(suite);
        String room = ada.createRoom("Open door");
        Tab guest = open();
        guest.go("/?room=" + room).see("#spectator", "guest");

        guest.see("#live", "live");
        guest.cutSockets();
        say(ada, room, "Who is there?");
        guest.write("Just passing by");

        guest.see(".message", "guest-");
        guest.see(".message .text", "Just passing by");
        // The page shows what one writes before the room has taken it.
        Awaitility.await()
                .untilAsserted(() -> assertEquals(
                        List.of("Who is there?", "Just passing by"),
                        ada.get("/api/rooms/" + room + "/messages")
                                .expect(200)
                                .json()
                                .path("items")
                                .findValuesAsText("content")));
        guest.mendSockets();
        guest.see("#messages > :nth-child(1 of .message) .text", "Who is there?");
    }

    @Test
    void whatAGuestMayNotSayNowIsSaidSoon() {
        String room = Person.withNewKey(suite).createRoom("Ferry pier");
        Tab guest = open();
        guest.go("/?room=" + room).see("#live", "live");
        guest.refuse("/api/rooms/" + room + "/messages", 429);
        guest.fill("Message", "Over here");
        guest.press("Send");
        guest.see(".message.pending .state", "Trying again");

        guest.refuseNothing();

        guest.see(".message:not(.pending, .failed) .text", "Over here");
    }

    @Test
    void whoNamesNoRoomIsInTheDefaultOne() {
        String lobby = Person.anonymous(suite)
                .get("/api/chat")
                .expect(200)
                .json()
                .path("name")
                .asText();
        Tab visitor = open();

        visitor.go("/");

        visitor.see("#room-title", lobby);
        visitor.see("#live", "live");
        // It is another one for members of an organisation, so it is not in the address with which one signs in.
        assertEquals(suite.gateway().resolve("/").toString(), visitor.address());
    }

    @Test
    void whatIsNoKeyIsToldAndTheTellingCanBeDismissed() {
        Tab visitor = open();
        visitor.go("/").fill("A key that you have", "mai_\u201cquoted\u201d");

        visitor.press("Use");
        visitor.see("#toasts", "This is no key");
        visitor.press("Dismiss");

        visitor.miss("#toasts", "This is no key");
        visitor.awaitFocus("Use");
        visitor.see("#key-make", "Get a key");
    }

    @Test
    void whoMayNotWriteIsToldSoInstead() {
        Person ada = Person.withNewKey(suite);
        Person bob = Person.withNewKey(suite);
        String room = ada.createRoom("Signal mast");
        String member = "/api/rooms/" + room + "/members/"
                + bob.get("/api/me").expect(200).json().path("subject").asText();
        Tab desk = open();
        useKey(desk.go("/?room=" + room), bob);
        desk.see("#live", "live");
        desk.see("#composer", "Send");

        ada.ask("PATCH", "/api/rooms/" + room, "{\"everyone\":\"viewer\"}").expect(200);
        desk.see("#read-only", "You may only read here");
        desk.miss("#composer", "");
        ada.ask("PUT", member, "{\"role\":\"commenter\",\"handle\":\"bob\"}").expect(200);
        desk.see("#composer", "Send");
        ada.ask("PATCH", "/api/rooms/" + room, "{\"name\":\"Old mast\",\"archived\":true}")
                .expect(200);
        desk.see("#room-title", "Old mast");
        desk.see("#read-only", "This room is archived");
        desk.miss("#composer", "");
        ada.ask("PATCH", "/api/rooms/" + room, "{\"archived\":false}").expect(200);

        desk.write("Up again");
    }

    @Test
    void whoWroteAMessageEditsAndDeletesItAndOwnersDeleteAny() {
        Person ada = Person.withNewKey(suite);
        Person bob = Person.withNewKey(suite);
        String room = ada.createRoom("Tide table");
        String path = "/api/rooms/" + room + "/messages/" + say(bob, room, "High water at noon");
        Tab desk = open();
        useKey(desk.go("/?room=" + room), bob);
        desk.see("#live", "live");
        String mine = "Actions: " + handle(bob) + ", ";
        desk.write("The tide turnes");

        desk.press(mine + "The tide turnes");
        desk.press("Edit");
        desk.fill("Edit your message", "The tide turns");
        ada.ask("PUT", path + "/reactions/%F0%9F%91%8D", "").expect(200);
        desk.see(".reactions", "1");
        desk.see(".edit textarea", "The tide turns");
        desk.press(mine + "The tide turnes");
        desk.press("Edit");
        desk.see(".edit textarea", "The tide turns");
        desk.press("Save");
        desk.see(".message .text", "The tide turns");
        desk.see(".message .state", "edited");
        desk.awaitFocus(mine + "The tide turns");

        desk.key("ArrowUp");
        desk.awaitFocus(mine + "High water at noon");
        desk.key("Enter");
        desk.awaitFocus("React: thumbs up");
        assertFits(desk, "menu");
        desk.key("Escape");
        desk.awaitFocus(mine + "High water at noon");
        desk.key("Enter");
        desk.key("End");
        desk.awaitFocus("Delete");
        desk.key("Enter");
        desk.see(".message .state", "This message was deleted");
        desk.awaitFocus("Messages");
        assertTrue(ada.get(path).expect(200).json().path("deleted").asBoolean());

        Tab owner = open();
        useKey(owner.go("/?room=" + room), ada);
        owner.see("#here", handle(ada));
        owner.press(mine + "The tide turns");
        owner.miss("#message-menu button", "Edit");
        owner.press("Delete");
        desk.miss(".message .text", "The tide turns");
    }

    @Test
    void whoReactsSeesWhoElseDidAndTakesItBack() {
        Person ada = Person.withNewKey(suite);
        Person bob = Person.withNewKey(suite);
        String room = ada.createRoom("Crow song");
        String path = "/api/rooms/" + room + "/messages/" + say(ada, room, "Land ahead") + "/reactions/";
        ada.ask("PUT", path + "thumbs-up", "").expect(200);
        Tab desk = open();
        useKey(desk.go("/?room=" + room), bob);
        desk.see("#live", "live");

        desk.press("thumbs-up 1: " + handle(ada));
        desk.awaitFocus("thumbs-up 2: " + handle(ada) + ", you");
        desk.key("Enter");
        desk.awaitFocus("thumbs-up 1: " + handle(ada));
        desk.press("Actions: " + handle(ada) + ", Land ahead");
        desk.press("React: party");
        desk.see(".reaction[aria-pressed=true]", "1");
        assertFits(desk, "reactions");
        ada.ask("DELETE", path + "thumbs-up", "").expect(200);

        desk.miss(".reaction", "thumbs-up");
        assertEquals(
                List.of("🎉"),
                ada.get("/api/rooms/" + room + "/messages")
                        .expect(200)
                        .json()
                        .path("items")
                        .findValuesAsText("emoji"));
    }

    @Test
    void aReplyLeadsToWhatItAnswers() {
        Person ada = Person.withNewKey(suite);
        Person bob = Person.withNewKey(suite);
        String room = ada.createRoom("Fog bank");
        String asked = say(ada, room, "Which way is north?");
        for (int i = 1; i <= 55; i++) { // more than a page, and for each less than a key may say in a minute
            say(i % 2 == 0 ? ada : bob, room, "Horn " + i);
        }
        Tab desk = open();
        useKey(desk.go("/?room=" + room + "&message=" + asked), bob);
        desk.see("#live", "live");
        String question = "Actions: " + handle(ada) + ", Which way is north?";
        desk.press(question);
        desk.press("Reply");
        desk.see("#replying-to", "Replying to " + handle(ada) + ": Which way is north?");
        desk.press("Cancel the reply");
        desk.miss("#replying", "");
        desk.press(question);
        desk.press("Reply");
        assertFits(desk, "reply");

        desk.write("That way");
        desk.see(".quote", handle(ada) + ": Which way is north?");
        desk.miss("#replying", "");
        Tab other = open();
        useKey(other.go("/?room=" + room), ada);
        other.see(".quote", handle(ada) + ": Which way is north?");
        other.miss(".message .text", "Which way is north?");
        other.followLink("Reply to " + handle(ada) + ": Which way is north?");

        other.see(".message.target .text", "Which way is north?");
        assertTrue(other.hasInSight(".message.target"));
    }

    @Test
    void whatIsNewIsCountedUntilItIsRead() {
        Person ada = Person.withNewKey(suite);
        Person bob = Person.withNewKey(suite);
        String tower = ada.createRoom("Bell tower");
        String yard = bob.createRoom("Yard");
        String member = "/api/rooms/" + tower + "/members/"
                + bob.get("/api/me").expect(200).json().path("subject").asText();
        ada.ask("PUT", member, "{\"role\":\"commenter\",\"handle\":\"" + handle(bob) + "\"}")
                .expect(200);
        say(ada, tower, "The first stroke");
        Tab desk = open();
        useKey(desk.go("/?room=" + tower), bob);
        desk.see(".message .text", "The first stroke");
        Awaitility.await("it is read")
                .until(() -> bob.get("/api/rooms/" + tower + "/unread")
                                .expect(200)
                                .json()
                                .path("marker")
                                .asLong()
                        > 0);
        desk.go("/#room=" + yard).see("#room-title", "Yard");
        desk.awaitTitle("Yard · Atrium");

        for (int i = 2; i <= 40; i++) {
            say(ada, tower, "Stroke " + i);
        }
        desk.see("#rooms .unread", "39");
        desk.awaitTitle("(39) Yard · Atrium");
        assertFits(desk, "unread");
        desk.press("Bell tower 39 unread"); // in a window as narrow as a phone by now
        desk.awaitInWindow("#room-title");
        desk.awaitInWindow("#draft");
        desk.see("#to-end", "39 new messages");
        desk.see(".mark.day", "Today");
        assertTrue(desk.hasInSight(".mark.new"));
        assertFits(desk, "new");
        desk.press("39 new messages");

        desk.awaitFocus("Messages");
        desk.awaitTitle("Bell tower · Atrium");
        desk.miss("#to-end", "");
        desk.miss("#rooms .unread", "");
        Awaitility.await("all is read")
                .until(() -> bob.get("/api/rooms/" + tower + "/unread")
                                .expect(200)
                                .json()
                                .path("unread")
                                .asInt()
                        == 0);
    }

    @Test
    void whomAMessageNamesIsSuggestedAndToldAndSeesIt() {
        Person ada = Person.withNewKey(suite);
        Person bob = Person.withNewKey(suite);
        String name = "@" + handle(bob);
        String room = ada.createRoom("Watch list");
        say(bob, room, "I keep the light");
        Tab desk = open();
        useKey(desk.go("/?room=" + room), ada);
        desk.see("#live", "live");
        desk.write("Who comes?");

        desk.type("Up, " + name.substring(0, 4));
        desk.see("#suggested [aria-selected=true]", name);
        assertFits(desk, "mention");
        desk.key("Enter");
        desk.type("please");
        desk.key("Enter");
        desk.see(".message:not(.pending) .mention", name);

        Tab other = open();
        useKey(other.go("/?room=" + room), bob);
        other.see(".message.names-me mark", name);
        other.see("#bell-count", "1");
        assertFits(other, "named");
    }

    @Test
    void whomABegunMessageNamesIsKnownWhenItIsThereAgain() {
        Person ada = Person.withNewKey(suite);
        Person bob = Person.withNewKey(suite);
        String name = "@" + handle(bob);
        String room = ada.createRoom("Rescue station");
        String member = "/api/rooms/" + room + "/members/"
                + bob.get("/api/me").expect(200).json().path("subject").asText();
        ada.ask("PUT", member, "{\"role\":\"commenter\",\"handle\":\"" + handle(bob) + "\"}")
                .expect(200);
        Tab desk = open();
        useKey(desk.go("/?room=" + room), ada);
        desk.see("#live", "live");
        desk.fill("Message", "Row out, " + name + "!");

        desk.reload();
        desk.see("#draft", name);
        desk.see("#live", "live");
        desk.press("Send");

        desk.see(".message:not(.pending) .mention", name);
    }

    @Test
    void whoIsNotRecognisedForAMomentIsOnceTheGatewayAnswers() {
        Person ada = Person.withNewKey(suite);
        String room = ada.createRoom("Crow's nest");
        Tab desk = open();
        useKey(desk.go("/?room=" + room), ada);
        desk.refuse("/api/me", 503);
        desk.reload();
        desk.see("#toasts", "Refused by the test");
        desk.see("#live", "live");
        desk.see("#key-make", "Get a key");

        desk.refuseNothing();
        desk.cutSockets();
        desk.mendSockets();

        desk.see("#me-handle", handle(ada));
        desk.write("Land");
    }

    @Test
    void roomsThatCannotBeReadNowAreReadSoon() {
        Person.withNewKey(suite).createRoom("Boat house");
        Tab visitor = open();
        visitor.refuse("/api/rooms", 429);
        visitor.go("/").see("#rooms", "The rooms cannot be read");

        visitor.refuseNothing();

        visitor.see("#rooms button", "");
        visitor.miss("#rooms", "The rooms cannot be read");
    }

    @Test
    void anotherNameOfTheOpenRoomShowsInTheListAndTheTitle() {
        Person ada = Person.withNewKey(suite);
        Tab desk = open();
        useKey(desk.go("/"), ada);
        desk.createRoom("Sail loft");
        desk.see("#rooms [aria-current=true]", "Sail loft");
        String room = desk.address().substring(desk.address().indexOf('=') + 1);

        ada.ask("PATCH", "/api/rooms/" + room, "{\"name\":\"Net loft\"}").expect(200);

        desk.see("#rooms [aria-current=true]", "Net loft");
        desk.awaitTitle("Net loft · Atrium");
    }

    @Test
    void filesThatAreChosenTogetherAreAllUploaded(@TempDir Path files) throws IOException {
        Person ada = Person.withNewKey(suite);
        String room = ada.createRoom("Chart room");
        Tab desk = open();
        useKey(desk.go("/?room=" + room), ada);
        desk.see("#live", "live");

        desk.chooseFiles(
                "#file",
                List.of(
                        Files.writeString(files.resolve("north.txt"), "Rocks"),
                        Files.writeString(files.resolve("south.txt"), "Sand")));

        desk.see(".message:not(.pending) .attachment", "north.txt");
        desk.see(".message:not(.pending) .attachment", "south.txt");
    }

    @Test
    void whatWasFoundIsShownWhereItWasSaidAndNothingOfItStaysBehind() {
        Person ada = Person.withNewKey(suite);
        String room = ada.createRoom("Chart table");
        say(ada, room, "The wreck lies north of the reef");
        Awaitility.await("it can be found")
                .until(() -> ada.get("/api/search?q=wreck&room=" + room)
                        .expect(200)
                        .json()
                        .at("/items/0")
                        .isObject());
        Tab desk = open();
        useKey(desk.go("/"), ada);
        desk.search("wreck");
        desk.see("#search-list", "north of the reef");
        desk.press("Show message");
        desk.see(".message.target .text", "north of the reef");
        desk.press("Show message");
        desk.see("#live", "live");
        desk.fill("Message", "Nobody knows where");

        desk.press("Forget it now");

        desk.see("#spectator", "You write as a guest");
        desk.miss("#search-list", "");
        desk.see("#draft", "");
        desk.miss("#draft", "Nobody knows where");
    }

    @Test
    void whatIsNotSentYetStaysInItsRoom() {
        Person ada = Person.withNewKey(suite);
        String board = ada.createRoom("Board");
        String harbour = ada.createRoom("Harbour");
        Tab desk = open();
        useKey(desk.go("/?room=" + board), ada);
        desk.see("#here", handle(ada));
        desk.cutSockets();
        desk.fill("Message", "Sell the boat");
        desk.press("Send");
        desk.see(".message.pending .text", "Sell the boat");
        desk.fill("Message", "Or rather");

        desk.go("/#room=" + harbour).see("#room-title", "Harbour");
        desk.miss(".message", "Sell the boat");
        desk.miss("#draft", "Or rather");
        desk.go("/#room=" + board).see("#room-title", "Board");
        desk.see("#draft", "Or rather");
        desk.see(".message.pending .text", "Sell the boat");
        desk.mendSockets();

        desk.see(".message:not(.pending) .text", "Sell the boat");
    }

    @Test
    void whoSignsOutIsAskedForThePasswordAgain() {
        Tab alice = open();
        alice.go("/").signIn("alice");

        alice.signOut();

        alice.see("#sign-in", "Sign in");
        assertEquals(suite.gateway().resolve("/").toString(), alice.address());
        assertTrue(alice.cookie(SESSION).isEmpty());
        alice.signIn("alice");
    }

    @Test
    void whoFollowedALinkToSignInIsSignedInOnThePage() {
        Tab alice = open();
        alice.go("/api/sign-in?return=/");

        alice.logIn("alice");

        alice.see("#me-handle", "alice");
    }

    @Test
    void whoFollowsAnInvitationSignsInAndComesIn() {
        Person alice = SignInIT.person(suite, "alice");
        String harbour = organisation(alice, "Harbour");
        String link = Mailed.invitation(suite, alice.in(harbour), harbour, BOBS_ADDRESS, "commenter");
        Tab bob = open();

        bob.go(link);
        bob.see("#invitation-text", "alice invites you to “Harbour”, as commenter.");
        assertEquals(suite.gateway().resolve("/").toString(), bob.address());
        assertEquals(List.of(), bob.barriers());
        assertTrue(bob.picture(1280, "invitation"));
        assertTrue(bob.picture(390, "invitation"));
        bob.followLink("Sign in to accept");
        bob.logIn("bob");
        bob.press("Accept as bob");

        bob.see("#invitation-text", "You are in “Harbour” now, as commenter.");
        bob.see("#me-tenant", "Harbour, as commenter");
        bob.press("Done");
        bob.miss("#invitation", "");

        bob.expect("404");
        bob.go(link);
        bob.see("#invitation-text", "This invitation is unknown, used, revoked or too old.");
    }

    @Test
    void anInvitationThatCannotBeReadNowIsReadAgain() {
        Person alice = SignInIT.person(suite, "alice");
        String harbour = organisation(alice, "Harbour");
        String link = Mailed.invitation(suite, alice.in(harbour), harbour, BOBS_ADDRESS, "commenter");
        Tab bob = open();
        bob.refuse("/api/invitations/look-up", 429);
        bob.go(link);
        bob.see("#invitation-text", "Refused by the test");

        bob.refuseNothing();
        bob.press("Try again");

        bob.see("#invitation-text", "alice invites you to “Harbour”, as commenter.");
    }

    @Test
    void anExportThatCannotBeSeenNowIsSeenSoon() {
        Person ada = Person.withNewKey(suite);
        String room = ada.createRoom("Log book");
        say(ada, room, "Calm sea");
        String export = "/api/exports/"
                + ada.post("/api/exports", "{\"room\":\"" + room + "\",\"formats\":[\"epub\"]}")
                        .expect(202)
                        .json()
                        .path("id")
                        .asText();
        Awaitility.await("the export has ended")
                .atMost(Duration.ofSeconds(90))
                .until(() -> ada.get(export).expect(200).json().hasNonNull("endedAt"));
        Tab desk = open();
        useKey(desk.go("/"), ada);
        desk.refuse(export, 503);
        desk.go("/?export=" + export.substring(export.lastIndexOf('/') + 1));
        desk.awaitRefusal();

        desk.refuseNothing();

        desk.see("#export-about", "It is ready");
    }

    @Test
    void anInvitationIsForWhomItWasSentTo() {
        Person alice = SignInIT.person(suite, "alice");
        String harbour = organisation(alice, "Harbour");
        String link = Mailed.invitation(suite, alice.in(harbour), harbour, "carol@example.org", "viewer");
        Tab bob = open();
        bob.go("/").signIn("bob");

        bob.go(link);
        bob.reload();
        bob.expect("403");
        bob.press("Accept as bob");

        bob.see("#invitation-text", "This invitation was sent to another address");
        bob.press("Close");
        bob.miss("#invitation", "");
    }

    @Test
    void whoIsSentOutOfARoomIsToldSoAndComesBackOnlyByChoosingIt() {
        Person alice = SignInIT.person(suite, "alice").in(crew());
        String room = alice.createRoom("Engine room");
        String subject = SignInIT.person(suite, "bob")
                .get("/api/me")
                .expect(200)
                .json()
                .path("subject")
                .asText();
        Tab bob = inCrew("bob");
        bob.go("/?room=" + room).see("#live", "live");

        alice.delete("/api/rooms/" + room + "/members/" + subject).expect(204);

        bob.see("#live", "closed: you may not be here any more");
        bob.see("#read-only", "you may not be here any more");
        bob.miss("#composer", "");
        bob.press("Open again");
        bob.see("#live", "live");
        bob.see("#composer", "Send");
    }

    @Test
    void theLinkOfANotificationOpensTheRoomAtItsMessage() {
        Person alice = SignInIT.person(suite, "alice").in(crew());
        String room = alice.createRoom("Long night");
        String wanted = say(alice, room, "The first wave");
        for (int i = 2; i <= 130; i++) {
            say(alice, room, "Wave " + i);
        }
        String link = "/?room=" + room + "&message=" + wanted;
        Tab bob = open();

        bob.expect("404");
        bob.go(link);
        bob.see("#room-about", "sign in to see more");
        bob.signIn("bob");
        bob.workIn(crew());

        bob.see(".message.target .text", "The first wave");
        assertTrue(bob.hasInSight(".message.target"));
        bob.see(".message .text", "Wave 130");
        bob.press("Show what was said between");
        bob.see(".message .text", "Wave 60");
        bob.press("Show what was said between");
        bob.miss("#messages button", "Show what was said between");
    }

    @Test
    void betweenMessagesThatAreFarApartItIsSaidThatOthersAreMissing() {
        Person alice = aliceInCrew();
        String room = alice.createRoom("Long day");
        List<String> waves = new ArrayList<>();
        for (int i = 1; i <= 160; i++) {
            waves.add(say(alice, room, "Wave " + i + "."));
        }
        Tab desk = inCrew("alice");
        desk.go("/#room=" + room).see(".message .text", "Wave 160.");

        for (int wave : List.of(70, 15)) {
            desk.go("/#room=" + room + "&message=" + waves.get(wave - 1))
                    .see(".message.target .text", "Wave " + wave + ".");
        }

        desk.press("Show what was said between");
        desk.see(".message .text", "Wave 42.");
        desk.see("#messages button", "Show what was said between");
        desk.go("/#room=" + room + "&message=" + waves.get(99)).see(".message.target .text", "Wave 100.");
        desk.miss("#messages button", "Show what was said between");
        for (int i = 1; i <= 160; i += 9) {
            desk.see(".message .text", "Wave " + i + ".");
        }
    }

    @Test
    void whatOneTabDoesWithTheSessionHoldsInAllOfThem() {
        Tab desk = inCrew("alice");
        Tab beside = beside(desk);
        beside.go("/").see("#me-tenant", "Lighthouse keepers");

        beside.workIn("");
        beside.miss("#me-tenant", "Lighthouse keepers");
        desk.miss("#me-tenant", "Lighthouse keepers");
        beside.workIn(crew());
        beside.see("#me-tenant", "Lighthouse keepers");
        desk.see("#me-tenant", "Lighthouse keepers");

        desk.expect("401"); // where it notices by itself
        beside.signOut();
        desk.see("#sign-in", "Sign in");
    }

    @Test
    void whatIsBegunIsThereAgainOnAllDevicesUntilItIsSent() {
        Person ada = Person.withNewKey(suite);
        String room = ada.createRoom("Writing desk");
        Tab desk = open();
        Tab phone = open();
        List.of(desk, phone).forEach(tab -> {
            useKey(tab.go("/?room=" + room), ada);
            tab.see("#live", "live");
        });

        desk.fill("Message", "Dear all");
        phone.see("#draft", "Dear all");
        desk.reload();
        desk.see("#draft", "Dear all");
        desk.see("#live", "live");
        desk.press("Send");

        phone.see(".message:not(.pending) .text", "Dear all");
        phone.miss("#draft", "Dear all");
        assertEquals(List.of(), drafts(ada, room));
    }

    @Test
    void whatWasGoneOnWithOrSentOnAnotherDeviceIsNotUndone() {
        Person ada = Person.withNewKey(suite);
        String room = ada.createRoom("Writing room");
        String other = ada.createRoom("Reading room");
        Tab desk = open();
        Tab phone = open();
        List.of(desk, phone).forEach(tab -> {
            useKey(tab.go("/?room=" + room), ada);
            tab.see("#live", "live");
        });
        desk.fill("Message", "Dear all");
        phone.see("#draft", "Dear all");
        desk.go("/#room=" + other).see("#room-title", "Reading room");

        phone.fill("Message", "Dear all, come soon");
        Awaitility.await("it is kept")
                .untilAsserted(() -> assertEquals(List.of("Dear all, come soon"), drafts(ada, room)));
        desk.go("/#room=" + room).see("#draft", "Dear all, come soon");
        phone.see("#draft", "Dear all, come soon");

        desk.go("/#room=" + other).see("#room-title", "Reading room");
        phone.press("Send");
        phone.see(".message:not(.pending) .text", "Dear all, come soon");
        desk.go("/#room=" + room).see(".message .text", "Dear all, come soon");
        desk.miss("#draft", "Dear all");
        desk.see("#live", "live");
        assertEquals(List.of(), drafts(ada, room));
    }

    @Test
    void whatIsRefusedCanBeMendedOrThrownAway(@TempDir Path files) throws IOException {
        Person ada = Person.withNewKey(suite);
        String room = ada.createRoom("Repair dock");
        Tab desk = open();
        useKey(desk.go("/?room=" + room), ada);
        desk.see("#live", "live");

        desk.expect("400"); // the draft of it
        desk.fill("Message", "With a \u0007bell");
        desk.press("Send");
        desk.see(".message.failed", "Not sent");
        desk.press("Edit");
        desk.miss(".message", "Not sent");
        desk.fill("Message", "Without one");
        desk.press("Send");
        desk.see(".message:not(.pending) .text", "Without one");

        desk.refuse("/api/upload", 422);
        desk.chooseFiles("#file", List.of(Files.writeString(files.resolve("log.txt"), "Rain")));
        desk.see(".message.failed", "Not sent: Refused by the test");
        desk.refuseNothing();
        desk.press("Try again: log.txt");
        desk.see(".message:not(.pending) .attachment", "log.txt");
    }

    @Test
    void whatIsToldArrivesAtTheBellAndIsReadOnAllPages() {
        Person ada = Person.withNewKey(suite);
        Person bob = Person.withNewKey(suite);
        String handle = handle(bob);
        String room = ada.createRoom("Signal hill");
        say(bob, room, "I am here");
        Tab desk = open();
        desk.go("/?inbox").see("#inbox-why", "Sign in, or use your key");
        useKey(desk, bob);
        desk.see("#inbox-empty", "Nothing here yet");
        desk.press("Close");
        desk.miss("#inbox", "");
        desk.awaitFocus("Notifications");
        Tab phone = open();
        useKey(phone.go("/"), bob);

        String told = ada.post(
                        "/api/rooms/" + room + "/messages",
                        "{\"content\":\"@" + handle + " a sail!\",\"mentions\":[\"" + handle + "\"]}")
                .expect(201)
                .json()
                .at("/sender/handle")
                .asText();

        String title = told + " mentioned you in Signal hill";
        desk.see("#bell-count", "1");
        phone.see("#bell-count", "1");
        desk.press("Notifications: 1 new");
        desk.see("#inbox-list .unread", "a sail!");
        phone.miss("#bell-count", "1");
        assertFits(desk, "inbox");
        desk.followLink(title);
        desk.see(".message.target .text", "a sail!");
        desk.miss("#inbox", "");

        phone.press("Notifications");
        phone.see("#inbox-list li:not(.unread)", title);
        phone.press("Archive: " + title);
        phone.see("#inbox-empty", "Nothing here yet");
        // Of pushes there is nothing here: windows that share nothing with others get none from Chromium.
        phone.see("#push-about", "For who is signed in");
        String address = "bob-" + UUID.randomUUID() + "@mail.example";
        phone.fill("Your mail address", address);
        phone.press("Send mail there");
        phone.see("#mail-asked", "Look into your mailbox: " + address);
        Mailed.followConfirmation(suite, address);
        phone.key("Escape");
        phone.miss("#inbox", "");
        phone.awaitFocus("Notifications");
        phone.press("Notifications");
        phone.see("#mail-about", "Mail goes to " + address);
    }

    @Test
    void whatHappensLaterIsSeenAndEndedByWhoMay() {
        String reminder = aliceInCrew()
                .post(
                        "/api/workflow/start",
                        "{\"type\":\"reminder\",\"input\":{\"text\":\"Trim the lamp\",\"after\":\"P1D\"}}")
                .expect(202)
                .json()
                .path("id")
                .asText();
        Awaitility.await("it sleeps").until(() -> status(reminder).equals("waiting"));
        Tab desk = open();
        desk.expect("/api/operations/installation .*404"); // to who does not run it
        desk.go("/?operations").see("#operations-why", "Sign in, or use your key");
        desk.signIn("alice");
        desk.workIn(crew());
        desk.see("#me-tenant", "Lighthouse keepers");

        desk.press("Pause: export");
        desk.see("#operations-list .pill", "paused");
        assertTrue(isPaused("export"));
        desk.press("Resume: export");
        desk.miss("#operations-list .pill", "paused");
        assertFalse(isPaused("export"));
        desk.miss("#operations-views a", "Installation");

        desk.expect("/progress .*404"); // of which it says nothing
        desk.followLink("Workflows");
        desk.press(reminder);
        desk.see("#operations-list .steps", "until");
        assertFits(desk, "operations");

        desk.holdAnswers("status=complete");
        desk.choose("State", "complete");
        desk.miss("#operations-list", reminder);
        desk.choose("State", "waiting");
        desk.see("#operations-list", reminder);
        desk.letAnswersGo();
        desk.press("Refresh");
        desk.see("#said", "As of");
        desk.see("#operations-list", reminder);

        desk.choose("State", "");
        desk.press("Cancel: " + reminder);
        desk.see("#operations-list .pill", "cancelled");
        assertEquals("cancelled", status(reminder));

        desk.workIn("");
        desk.miss("#operations-list", reminder);
        desk.see("#operations-as-of", "As of");
        desk.miss("#operations-list", reminder);
    }

    @Test
    void whoRunsTheInstallationSeesItsFigures() {
        Tab desk = open();
        desk.go("/?operations").signIn("olga");

        desk.followLink("Installation");

        desk.see("#operations-list", "Lane workflow");
        desk.see("#operations-list", "Jobs of mail");
        desk.see("#operations-list", "Schedules");
        desk.see("#operations-list", "Dead letters");
        assertFits(desk, "installation");
        desk.reload();
        desk.see("#operations-list", "Lane workflow");
    }

    @Test
    void thePageIsForEverybodyAndEveryWindow() {
        // Before the identity provider is up the page says that nobody can sign in.
        SignInIT.person(suite, "alice");
        Tab visitor = open();
        visitor.go("/");
        visitor.see("#health-text", "all systems up");
        assertFits(visitor, "start");
        visitor.key("Tab");
        visitor.awaitFocus("Skip to the room");
        visitor.key("Enter");
        visitor.key("Tab");
        visitor.awaitFocus("All rooms"); // in a window as narrow as a phone by now
        visitor.key("Tab");
        visitor.awaitFocus("Messages");
        assertEquals(suite.gateway().resolve("/").toString(), visitor.address());
        visitor.press("Get a key");
        visitor.awaitFocus("Copy");

        Tab alice = inCrew("alice");
        alice.createRoom("Signal station");
        alice.write("Ship ahoy: a message that is long enough to be broken into several lines on a phone, certainly.");
        alice.type("By keyboard");
        alice.key("Enter");
        alice.see(".message:not(.pending) .text", "By keyboard");
        assertFits(alice, "room");
    }

    @Test
    void whoHasAKeyTriesTheApiWithIt() {
        Tab visitor = open();
        visitor.go("/").press("Get a key");
        visitor.awaitFocus("Copy");

        visitor.followLink("API");
        visitor.see(".opblock-summary-description", "Make an API key");
        visitor.see(".authorize.locked", "Authorize");
        visitor.go("/ui/api/#/Users/getMe").reload();
        visitor.see(".authorize.locked", "Authorize");
        visitor.press("Try it out");
        visitor.press("Execute");

        visitor.see(".live-responses-table .response-col_status", "200");
        visitor.see(".live-responses-table .response-col_description", "\"subject\"");
        assertTrue(visitor.picture(1280, "api"));
    }

    private static void assertFits(Tab tab, String name) {
        assertEquals(List.of(), tab.barriers());
        assertTrue(tab.picture(1280, name));
        assertTrue(tab.picture(390, name));
        assertEquals(List.of(), tab.barriers());
    }

    private static void useKey(Tab tab, Person person) {
        tab.fill("A key that you have", Objects.requireNonNull(person.credential()));
        tab.press("Use");
        tab.see("#me-handle", "");
    }

    private static String handle(Person person) {
        return person.get("/api/me").expect(200).json().path("handle").asText();
    }

    /// With a token that is fresh: they end soon.
    private Person aliceInCrew() {
        return SignInIT.person(suite, "alice").in(crew());
    }

    private String status(String workflow) {
        return aliceInCrew()
                .get("/api/workflows/" + workflow)
                .expect(200)
                .json()
                .path("status")
                .asText();
    }

    private boolean isPaused(String jobClass) {
        JsonNode queues = aliceInCrew().get("/api/queues").expect(200).json().path("items");
        return StreamSupport.stream(queues.spliterator(), false)
                .anyMatch(queue -> queue.path("class").asText().equals(jobClass) && queue.hasNonNull("pausedBy"));
    }

    private static List<String> drafts(Person person, String room) {
        return person.get("/api/rooms/" + room + "/drafts")
                .expect(200)
                .json()
                .path("items")
                .findValuesAsText("content");
    }

    private static String say(Person person, String room, String text) {
        return person.post("/api/rooms/" + room + "/messages", "{\"content\":\"" + text + "\"}")
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    private Tab inCrew(String user) {
        Tab tab = open();
        tab.go("/").signIn(user);
        tab.workIn(crew());
        tab.see("#me-tenant", "Lighthouse keepers");
        return tab;
    }

    private Tab open() {
        return opened(running().open(suite));
    }

    private Tab beside(Tab other) {
        return opened(running().openBeside(other));
    }

    private static Browser running() {
        Browser running = browser;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running;
    }

    private Tab opened(Tab tab) {
        tabs.add(tab);
        return tab;
    }

    private static String crew() {
        String id = crew;
        if (id == null) {
            throw new IllegalStateException("not founded");
        }
        return id;
    }

    private static String organisation(Person owner, String name) {
        return owner.post("/api/organisations", "{\"name\":\"" + name + "\"}")
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    /// With a cookie that was copied from a browser.
    private Http.Answer refresh(String token) {
        return Http.send(HttpRequest.newBuilder(suite.gateway().resolve("/api/session/refresh"))
                .header("Cookie", REFRESH + "=" + token)
                .header("Sec-Fetch-Site", "same-origin")
                .POST(BodyPublishers.noBody()));
    }
}
