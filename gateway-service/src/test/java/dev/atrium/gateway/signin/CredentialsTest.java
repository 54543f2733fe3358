package dev.atrium.gateway.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CredentialsTest {

    @Test
    void noHeaderIsNoCredentials() {
        assertEquals(new Credentials.None(), read());
    }

    @Test
    void aBearerTokenWithThePrefixIsAKey() {
        assertEquals(new Credentials.Key("mai_x"), read("Bearer mai_x"));
        assertEquals(new Credentials.Key("mai_x"), read("bearer   mai_x "));
    }

    @Test
    void threePartsAreAnAccessToken() {
        assertEquals(new Credentials.AccessToken("eyJh.eyJp.c2ln"), read("Bearer eyJh.eyJp.c2ln"));
    }

    @Test
    void aSessionTokenIsKnownByItsType() {
        String header = "eyJ0eXAiOiJzZXNzaW9uK2p3dCJ9"; // {"typ":"session+jwt"}

        assertEquals(new Credentials.SessionToken(header + ".eyJp.c2ln"), read("Bearer " + header + ".eyJp.c2ln"));
    }

    @Test
    void aCookieCountsOnlyWithoutAnythingElse() {
        assertEquals(
                new Credentials.SessionCookie("c"),
                Credentials.of(List.of(), Optional.empty(), Optional.of("c"), "mai_"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", "Basic YTpi", "mai_x", "Bearer a b", "Bearer a.b", "Bearer a.b.c.d"})
    void anythingElseIsUnreadable(String header) {
        assertInstanceOf(Credentials.Unreadable.class, read(header));
    }

    @Test
    void twoHeadersAreUnreadable() {
        assertInstanceOf(Credentials.Unreadable.class, read("Bearer mai_x", "Bearer mai_y"));
    }

    @Test
    void aTicketCountsOnlyWithoutAHeader() {
        Optional<String> ticket = Optional.of("t");

        assertEquals(new Credentials.OneTimeTicket("t"), Credentials.of(List.of(), ticket, Optional.of("c"), "mai_"));
        assertEquals(
                new Credentials.Key("mai_x"),
                Credentials.of(List.of("Bearer mai_x"), ticket, Optional.of("c"), "mai_"));
    }

    @Test
    void textsDoNotShowSecrets() {
        assertFalse(new Credentials.Key("mai_secret").toString().contains("secret"));
        assertFalse(new Credentials.SessionToken("secret").toString().contains("secret"));
        assertFalse(new Credentials.SessionCookie("secret").toString().contains("secret"));
        assertFalse(new Credentials.OneTimeTicket("secret").toString().contains("secret"));
    }

    private static Credentials read(String... headers) {
        return Credentials.of(List.of(headers), Optional.empty(), Optional.empty(), "mai_");
    }
}
