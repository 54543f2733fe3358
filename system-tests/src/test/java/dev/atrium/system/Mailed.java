package dev.atrium.system;

import java.time.Duration;
import org.awaitility.Awaitility;

/// Invitations into organisations, as their mails have them.
final class Mailed {

    private Mailed() {}

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
