package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/// Links that come by mail, and what people do with them.
final class Mailed {

    private static final Pattern CONFIRMATION = Pattern.compile("https?://\\S+(/api/notifications/\\S+)");

    private Mailed() {}

    /// Says where somebody's notifications go, and confirms that as the owner of the address.
    static void confirmAddress(Suite suite, Person person, String address) {
        person.send("PUT", "/api/notifications/address", "application/json", "{\"email\":\"" + address + "\"}")
                .expect(202);
        followConfirmation(suite, address);
    }

    /// Confirms an address that was asked for, as its owner.
    static void followConfirmation(Suite suite, String address) {
        String text = Awaitility.await("the confirmation's mail")
                .atMost(Duration.ofSeconds(60))
                .until(() -> Mails.to(suite, address), mails -> !mails.isEmpty())
                .getFirst()
                .path("text")
                .asText();
        Matcher link = CONFIRMATION.matcher(text);
        assertTrue(link.find(), text);
        assertEquals(suite.gateway().getPort(), URI.create(link.group()).getPort());
        Person reader = Person.anonymous(suite);
        reader.get(link.group(1)).expect(200);
        reader.send("POST", link.group(1), "application/x-www-form-urlencoded", "")
                .expect(200);
    }

    /// Invites somebody by mail.
    ///
    /// @return the link in the mail
    static String invitation(Suite suite, Person owner, String organisation, String address, String role) {
        int before = Mails.to(suite, address).size();
        owner.post(
                        "/api/organisations/" + organisation + "/invitations",
                        "{\"email\":\"" + address + "\",\"role\":\"" + role + "\"}")
                .expect(201);
        return Awaitility.await("the invitation's mail")
                .atMost(Duration.ofSeconds(60))
                .until(() -> Mails.to(suite, address), mails -> mails.size() > before)
                .getFirst() // the newest
                .path("text")
                .asText()
                .lines()
                .filter(line -> line.contains("#invitation="))
                .findFirst()
                .orElseThrow()
                .strip();
    }

    /// The same, used up by whom it was sent to.
    static void membership(Suite suite, Person owner, String organisation, Person guest, String address, String role) {
        String link = invitation(suite, owner, organisation, address, role);
        String token = link.substring(link.indexOf('=') + 1);
        guest.post("/api/invitations/accept", "{\"token\":\"" + token + "\"}").expect(200);
    }
}
