package dev.atrium.gateway.signin;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.AccessTokens;
import dev.atrium.gateway.testing.Events;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Listener;
import dev.atrium.gateway.testing.Sockets;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.gateway.testing.Visit;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.web.Json;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The code flow, with a provider that does what a test wants.
@QuarkusTest
final class SignInTest {

    private static final String CALLBACK = "/api/sign-in/callback";
    private static final String BACK_CHANNEL = "/api/sign-in/back-channel";
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

    private final String user = "u-" + UUID.randomUUID();
    private StandIn services = StandIn.fresh();

    @BeforeEach
    void fresh() {
        services = StandIn.fresh();
    }

    @Test
    void aBrowserIsSentToTheProviderAndComesBackWithASession() {
        Journey journey = Journey.begin("/?x=1#room=7");
        services.exchanges(form -> journey.tokens(services.provider(), form, idClaims(journey.nonce())));

        Gateway.Answer back = journey.back("code=c");

        assertEquals(303, back.status(), back.text());
        assertEquals("/?x=1#room=7", back.header("Location"));
        JsonNode me = Gateway.send("GET", "/api/me", "Cookie", cookie(back, "atrium-session"))
                .json();
        assertEquals("user:" + user, me.path("subject").asText());
        assertEquals("acme", me.path("tenant").asText());
        assertEquals("[\"editor\"]", me.path("roles").toString());
        assertTrue(cookie(back, "atrium-sign-in").endsWith("="));
    }

    @Test
    void theProviderIsAskedForACodeThatOnlyThisAttemptCanUse() {
        Journey journey = Journey.begin("/");

        assertEquals("code", journey.asked("response_type"));
        assertEquals("S256", journey.asked("code_challenge_method"));
        assertEquals("atrium-web", journey.asked("client_id"));
        assertTrue(journey.asked("scope").contains("openid"));
        assertEquals("http://127.0.0.1:" + Gateway.port() + CALLBACK, journey.asked("redirect_uri"));
        assertTrue(journey.begun().headers().allValues("Set-Cookie").getFirst().contains("; HTTPOnly"));
    }

    @Test
    void withAnOpaqueAccessTokenTheIdTokenSaysWhoItIs() {
        Journey journey = Journey.begin("/");
        services.exchanges(_ -> Json.write(
                Map.of("id_token", services.provider().sign(idClaims(journey.nonce())), "access_token", "opaque")));

        Gateway.Answer back = journey.back("code=c");

        assertEquals(
                "user:" + user,
                Gateway.send("GET", "/api/me", "Cookie", cookie(back, "atrium-session"))
                        .json()
                        .path("subject")
                        .asText());
    }

    @Test
    void theSessionKeepsTheAddressThatTheIdTokenSaysIsVerified() {
        for (boolean verified : new boolean[] {true, false}) {
            Journey journey = Journey.begin("/");
            JwtClaims id = idClaims(journey.nonce());
            id.setClaim("email", user + "@example.org");
            id.setClaim("email_verified", verified);
            services.exchanges(form -> journey.tokens(services.provider(), form, id));

            String session = cookie(journey.back("code=c"), "atrium-session").split("=")[1];

            assertEquals(
                    verified ? user + "@example.org" : "",
                    Sockets.claims(session).path("email").asText());
        }
    }

    @Test
    void whoSignsInWithAVerifiedAddressIsAUserOfTheOrganisation() {
        signIn("Ann", "ann-" + user + "@example.org", true, 100);
        JsonNode first = registered().getFirst();
        signIn("Ann Other", "other-" + user + "@example.org", true, 200);
        signIn("Ann", "ann-" + user + "@example.org", true, 150);

        List<JsonNode> users = registered();

        assertEquals(1, users.size());
        assertEquals(first.path("id"), users.getFirst().path("id"));
        assertEquals("ann-" + user + "@example.org", first.path("email").asText());
        assertEquals("Ann Other", users.getFirst().path("name").asText());
        assertEquals(
                "other-" + user + "@example.org", users.getFirst().path("email").asText());
        await().until(() -> Events.about(Topic.IDENTITY_EVENTS, first.path("id").asText()).stream()
                .anyMatch(event -> event.event() instanceof Event.UserCreated created
                        && ("user:" + user).equals(created.principal())));
    }

    @Test
    void nobodyIsAUserByAnAddressThatIsNotVerified() {
        signIn("Ann", "ann-" + user + "@example.org", false, 100);

        assertEquals(List.of(), registered());
    }

    @Test
    void whoWasDeactivatedDoesNotComeBackBySigningIn() {
        signIn("Ann", "ann-" + user + "@example.org", true, 100);
        String path = "/api/users/" + registered().getFirst().path("id").asText();
        Gateway.send("DELETE", path, "Authorization", admin());

        Gateway.Answer back = signIn("Ann", "ann-" + user + "@example.org", true, 200);

        back.assertProblem(ProblemType.FORBIDDEN);
        assertEquals(List.of(), registered());
    }

    @Test
    void whatATerseIdTokenDoesNotSayIsAskedOfUserInfo() {
        Journey journey = Journey.begin("/");
        services.exchanges(_ -> tokens(terse(journey.nonce()), "opaque"));
        services.tellsOfUsers(token -> new StandIn.Reply(token.equals("opaque") ? 200 : 401, info(user)));

        String session = cookie(journey.back("code=c"), "atrium-session");

        assertEquals(
                "Ann",
                Gateway.send("GET", "/api/me", "Cookie", session)
                        .json()
                        .path("handle")
                        .asText());
        assertEquals(
                "ann@example.org",
                Sockets.claims(session.split("=")[1]).path("email").asText());
    }

    @Test
    void whatUserInfoSaysOfAnotherUserDoesNotCount() {
        Journey journey = Journey.begin("/");
        services.exchanges(_ -> tokens(terse(journey.nonce()), "opaque"));
        services.tellsOfUsers(_ -> new StandIn.Reply(200, info("somebody-else")));

        String session = cookie(journey.back("code=c"), "atrium-session");

        assertNotEquals(
                "Ann",
                Gateway.send("GET", "/api/me", "Cookie", session)
                        .json()
                        .path("handle")
                        .asText());
        assertEquals("", Sockets.claims(session.split("=")[1]).path("email").asText());
    }

    @Test
    void whileUserInfoFailsNobodyComesInUnderAMakeshiftName() {
        Journey journey = Journey.begin("/");
        services.exchanges(_ -> tokens(terse(journey.nonce()), "opaque"));

        for (StandIn.Reply reply : List.of(new StandIn.Reply(500, ""), new StandIn.Reply(200, "no claims"))) {
            services.tellsOfUsers(_ -> reply);
            journey.back("code=c").assertProblem(ProblemType.UNAVAILABLE);
        }
    }

    private String tokens(JwtClaims id, String accessToken) {
        return Json.write(Map.of("id_token", services.provider().sign(id), "access_token", accessToken));
    }

    private JwtClaims terse(String nonce) {
        JwtClaims id = idClaims(nonce);
        id.unsetClaim("preferred_username");
        return id;
    }

    private static String info(String subject) {
        return Json.write(Map.of(
                "sub", subject, "preferred_username", "Ann", "email", "ann@example.org", "email_verified", true));
    }

    @Test
    void nobodyIsSentToAnotherHost() {
        for (String wanted :
                List.of("https://evil.example", "//evil.example", "/%5Cevil.example", "/%09/evil.example")) {
            Gateway.send("GET", "/api/sign-in?return=" + wanted).assertProblem(ProblemType.INVALID_REQUEST);
        }
    }

    @Test
    void aForgedStateOrAnotherBrowserCompletesNothing() {
        Journey journey = Journey.begin("/");
        Journey other = Journey.begin("/");
        services.exchanges(form -> journey.tokens(services.provider(), form, idClaims(journey.nonce())));

        for (String query : List.of("?code=c&state=forged", "?code=c", "?code=c&state=" + other.asked("state"))) {
            Gateway.send("GET", CALLBACK + query, "Cookie", journey.cookie())
                    .assertProblem(ProblemType.INVALID_REQUEST);
        }
        Gateway.send("GET", CALLBACK + "?code=c&state=" + journey.asked("state"))
                .assertProblem(ProblemType.INVALID_REQUEST);
        Gateway.send(
                        "GET",
                        CALLBACK + "?code=c&state=" + journey.asked("state"),
                        "Cookie",
                        journey.cookie().split("=")[0] + "=AAAA")
                .assertProblem(ProblemType.INVALID_REQUEST);
    }

    @Test
    void anIdTokenOfAnotherAttemptClientOrIssuerIsRefused() {
        Journey journey = Journey.begin("/");
        JwtClaims otherNonce = idClaims("other");
        JwtClaims otherClient = idClaims(journey.nonce());
        otherClient.setAudience("another-client");
        JwtClaims otherIssuer = idClaims(journey.nonce());
        otherIssuer.setIssuer("https://evil.example");
        JwtClaims old = idClaims(journey.nonce());
        old.setExpirationTimeMinutesInTheFuture(-5);

        for (JwtClaims claims : List.of(otherNonce, otherClient, otherIssuer, old)) {
            services.exchanges(form -> journey.tokens(services.provider(), form, claims));
            journey.back("code=c").assertProblem(ProblemType.UNAUTHENTICATED);
        }
        services.exchanges(_ -> Json.write(
                Map.of("id_token", AccessTokens.withNewKey().sign(idClaims(journey.nonce())), "access_token", "x")));
        journey.back("code=c").assertProblem(ProblemType.UNAUTHENTICATED);
    }

    @Test
    void whatTheProviderRefusesIsNoSession() {
        Journey journey = Journey.begin("/page");

        journey.back("code=unknown").assertProblem(ProblemType.UNAUTHENTICATED);
        journey.back("error=server_error").assertProblem(ProblemType.UNAUTHENTICATED);
        Gateway.Answer cancelled = journey.back("error=access_denied");
        assertEquals(303, cancelled.status());
        assertEquals("/page", cancelled.header("Location"));
        assertTrue(cancelled.headers().allValues("Set-Cookie").stream().noneMatch(c -> c.startsWith("atrium-session")));
    }

    @Test
    void withoutTheProviderNobodyIsSentThereOrComesBackSignedIn() {
        Journey journey = Journey.begin("/");
        services.away();

        await().until(() -> Gateway.send("GET", "/api/sign-in").status() == 503);

        Gateway.Answer answer = journey.back("code=c");

        answer.assertProblem(ProblemType.UNAVAILABLE);
        assertTrue(answer.json().path("detail").asText().contains("API keys"));
    }

    @Test
    void signingOutEndsTheSessionAndOffersTheProvidersPage() throws Exception {
        String session = signedIn("s-" + user);
        Listener socket = Listener.open(Sockets.options(Sockets.PATH)
                .setAllowOriginHeader(true)
                .addHeader("Origin", "http://127.0.0.1:" + Gateway.port())
                .addHeader("Cookie", session));

        Gateway.send("POST", "/api/sign-out", "Cookie", session, "Sec-Fetch-Site", "cross-site")
                .assertProblem(ProblemType.FORBIDDEN);
        Gateway.Answer out = Gateway.send("POST", "/api/sign-out", "Cookie", session, "Sec-Fetch-Site", "same-origin");

        assertEquals(200, out.status(), out.text());
        Map<String, String> query = query(out.json().path("providerLogOut").asText());
        assertEquals(
                "user of the id token",
                Sockets.claims(Objects.requireNonNull(query.get("id_token_hint")))
                        .path("name")
                        .asText());
        assertEquals("http://127.0.0.1:" + Gateway.port() + "/", query.get("post_logout_redirect_uri"));
        assertEquals("atrium-session=", cookie(out, "atrium-session"));
        socket.awaitRevocation();
        Gateway.send("GET", "/api/me", "Cookie", session).assertProblem(ProblemType.UNAUTHENTICATED);
        Gateway.send("POST", "/api/sign-out", "Authorization", Gateway.newKey()).assertProblem(ProblemType.FORBIDDEN);
    }

    @Test
    void signingInAgainEndsTheBrowsersFormerSession() {
        String former = signedIn("s-" + user);
        Journey journey = Journey.begin("/");
        services.exchanges(form -> journey.tokens(services.provider(), form, idClaims(journey.nonce())));

        Gateway.Answer back = Gateway.send(
                "GET",
                CALLBACK + "?code=c&state=" + journey.asked("state"),
                "Cookie",
                journey.cookie() + "; " + former);

        assertEquals(303, back.status(), back.text());
        Gateway.send("GET", "/api/me", "Cookie", former).assertProblem(ProblemType.UNAUTHENTICATED);
    }

    @Test
    void theProviderCanEndASessionOrAllOfAUser() {
        String one = signedIn("one-" + user);
        String two = signedIn("two-" + user);
        String three = signedIn("three-" + user);

        assertEquals(204, logOut(logOutClaims(Map.of("sid", "one-" + user))).status());

        Gateway.send("GET", "/api/me", "Cookie", one).assertProblem(ProblemType.UNAUTHENTICATED);
        assertEquals(200, Gateway.send("GET", "/api/me", "Cookie", two).status());

        assertEquals(204, logOut(logOutClaims(Map.of("sub", user))).status());

        Gateway.send("GET", "/api/me", "Cookie", two).assertProblem(ProblemType.UNAUTHENTICATED);
        Gateway.send("GET", "/api/me", "Cookie", three).assertProblem(ProblemType.UNAUTHENTICATED);
    }

    @Test
    void theProvidersLogOutEndsAlsoWhatAProgramOpened() {
        Visit one = Visit.of(services.provider().sign(AccessTokens.claims(user, Map.of("sid", "one-" + user))));
        Visit two = Visit.of(services.provider().sign(AccessTokens.claims(user, Map.of("sid", "two-" + user))));

        assertEquals(204, logOut(logOutClaims(Map.of("sid", "one-" + user))).status());

        Gateway.send("GET", "/api/me", "Authorization", one.bearer()).assertProblem(ProblemType.UNAUTHENTICATED);
        assertEquals(
                200,
                Gateway.send("GET", "/api/me", "Authorization", two.bearer()).status());
    }

    @Test
    void onlyALogOutTokenOfTheProviderEndsSessions() {
        String session = signedIn("s-" + user);
        JwtClaims withNonce = logOutClaims(Map.of("sub", user, "nonce", "n"));
        JwtClaims withoutEvent = logOutClaims(Map.of("sub", user));
        withoutEvent.unsetClaim("events");
        JwtClaims nobodys = logOutClaims(Map.of());
        JwtClaims otherClient = logOutClaims(Map.of("sub", user));
        otherClient.setAudience("another-client");

        for (JwtClaims claims : List.of(withNonce, withoutEvent, nobodys, otherClient)) {
            logOut(claims).assertProblem(ProblemType.INVALID_REQUEST);
        }
        send("logout_token=" + AccessTokens.withNewKey().sign(logOutClaims(Map.of("sub", user))))
                .assertProblem(ProblemType.INVALID_REQUEST);
        send("").assertProblem(ProblemType.INVALID_REQUEST);
        send("logout_token=%zz").assertProblem(ProblemType.INVALID_REQUEST);
        assertEquals(200, Gateway.send("GET", "/api/me", "Cookie", session).status());
    }

    /// A browser that is on its way to the provider.
    private record Journey(Gateway.Answer begun, Map<String, String> query, String cookie) {

        static Journey begin(String returnTo) {
            Gateway.Answer begun = Gateway.send(
                    "GET", "/api/sign-in?return=" + java.net.URLEncoder.encode(returnTo, StandardCharsets.UTF_8));
            assertEquals(303, begun.status(), begun.text());
            String page = begun.header("Location");
            assertTrue(page.startsWith(AccessTokens.authorizationPage() + "?"), page);
            return new Journey(begun, SignInTest.query(page), SignInTest.cookie(begun, "atrium-sign-in"));
        }

        /// A parameter of the request that the provider gets.
        String asked(String name) {
            return Objects.requireNonNull(query.get(name), name);
        }

        String nonce() {
            return asked("nonce");
        }

        Gateway.Answer back(String parameters) {
            return Gateway.send("GET", CALLBACK + "?" + parameters + "&state=" + asked("state"), "Cookie", cookie);
        }

        /// What the provider gives for the form; nothing if that does not fit what was asked before.
        String tokens(AccessTokens provider, Map<String, String> form, JwtClaims id) {
            boolean fits = "authorization_code".equals(form.get("grant_type"))
                    && "c".equals(form.get("code"))
                    && asked("redirect_uri").equals(form.get("redirect_uri"))
                    && asked("code_challenge").equals(challenge(form.getOrDefault("code_verifier", "")));
            return fits
                    ? Json.write(Map.of(
                            "id_token",
                            provider.sign(id),
                            "access_token",
                            provider.token(String.valueOf(id.getClaimValue("sub")), "acme")))
                    : "";
        }
    }

    /// @param at when the provider says it, in seconds
    private Gateway.Answer signIn(String name, String email, boolean verified, long at) {
        Journey journey = Journey.begin("/");
        JwtClaims id = idClaims(journey.nonce());
        id.setClaim("name", name);
        id.setClaim("email", email);
        id.setClaim("email_verified", verified);
        id.setIssuedAt(NumericDate.fromSeconds(at));
        services.exchanges(form -> journey.tokens(services.provider(), form, id));
        return journey.back("code=c");
    }

    /// Who is known in the organisation by the id that this test's user has at the provider.
    private List<JsonNode> registered() {
        JsonNode users = Gateway.send("GET", "/api/users?limit=100&status=active", "Authorization", admin())
                .json();
        return users.path("items")
                .valueStream()
                .filter(found -> user.equals(found.path("externalId").asText()))
                .toList();
    }

    private String admin() {
        Map<String, Object> claims =
                Map.of("organization", List.of("acme"), "realm_access", Map.of("roles", List.of("admin")));
        return "Bearer " + services.provider().sign(AccessTokens.claims("boss", claims));
    }

    /// @return the session cookie of a new session
    private String signedIn(String providerSession) {
        Journey journey = Journey.begin("/");
        JwtClaims id = idClaims(journey.nonce());
        id.setClaim("sid", providerSession);
        services.exchanges(form -> journey.tokens(services.provider(), form, id));
        return cookie(journey.back("code=c"), "atrium-session");
    }

    private JwtClaims idClaims(String nonce) {
        JwtClaims claims = AccessTokens.claims(user, Map.of("nonce", nonce, "name", "user of the id token"));
        claims.setAudience("atrium-web");
        return claims;
    }

    private JwtClaims logOutClaims(Map<String, Object> more) {
        JwtClaims claims = AccessTokens.claims(user, Map.of("events", Map.of(EVENT, Map.of())));
        claims.setAudience("atrium-web");
        claims.unsetClaim("sub");
        more.forEach(claims::setClaim);
        return claims;
    }

    private Gateway.Answer logOut(JwtClaims claims) {
        return send("logout_token=" + services.provider().sign(claims));
    }

    private static Gateway.Answer send(String form) {
        return Gateway.send(
                "POST",
                BACK_CHANNEL,
                HttpRequest.BodyPublishers.ofString(form),
                "Content-Type",
                "application/x-www-form-urlencoded");
    }

    private static Map<String, String> query(String url) {
        Map<String, String> first = new TreeMap<>();
        new QueryStringDecoder(url).parameters().forEach((name, values) -> first.put(name, values.getFirst()));
        return first;
    }

    /// `name=value` of the cookie whose name begins so.
    private static String cookie(Gateway.Answer answer, String beginning) {
        List<String> cookies = answer.headers().allValues("Set-Cookie");
        return cookies.stream()
                .filter(cookie -> cookie.startsWith(beginning))
                .findFirst()
                .orElseThrow(() -> new AssertionError(answer.text() + cookies))
                .split(";")[0];
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
