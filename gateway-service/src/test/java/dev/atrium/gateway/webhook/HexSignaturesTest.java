package dev.atrium.gateway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// GitHub, Stripe, Slack and Keycloak; with the examples that GitHub and Slack publish.
final class HexSignaturesTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_531_420_618);
    private static final String TIME = "1531420618";

    private final Signature github = Scheme.GITHUB.signature();
    private final Signature stripe = Scheme.STRIPE.signature();
    private final Signature slack = Scheme.SLACK.signature();
    private final Signature keycloak = Scheme.KEYCLOAK.signature();

    @Test
    void gitHubsExampleFits() {
        String secret = "It's a Secret to Everybody";
        String signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

        assertTrue(github.isProven(
                Deliveries.of("Hello, World!", "X-Hub-Signature-256", signature), List.of(secret), NOW));
        assertFalse(github.isProven(
                Deliveries.of("Hello, World?", "X-Hub-Signature-256", signature), List.of(secret), NOW));
        assertFalse(github.isProven(
                Deliveries.of("Hello, World!", "X-Hub-Signature-256", signature.substring(0, 70)),
                List.of(secret),
                NOW));
        assertFalse(
                github.isProven(Deliveries.of("Hello, World!", "X-Hub-Signature", signature), List.of(secret), NOW));
        assertFalse(github.isProven(Deliveries.of("Hello, World!"), List.of(secret), NOW));
    }

    @Test
    void gitHubsMessagesAreKnownByTheirContentBecauseTheirIdIsNotSigned() {
        assertEquals(
                github.messageId(Deliveries.of("a", "X-GitHub-Delivery", "1")),
                github.messageId(Deliveries.of("a", "X-GitHub-Delivery", "2")));
        assertNotEquals(github.messageId(Deliveries.of("a")), github.messageId(Deliveries.of("b")));
    }

    @Test
    void slacksExampleFits() {
        String secret = "8f742231b10e8888abcd99yyyzzz85a5";
        String signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
        String body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
                + "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
                + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
                + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
        Delivery delivery = Deliveries.of(body, "X-Slack-Signature", signature, "X-Slack-Request-Timestamp", TIME);

        assertTrue(slack.isProven(delivery, List.of("another secret of theirs", secret), NOW));
        assertFalse(slack.isProven(delivery, List.of(secret), NOW.plusSeconds(301)));
        assertFalse(slack.isProven(delivery, List.of(secret), NOW.minusSeconds(301)));
        assertFalse(slack.isProven(
                Deliveries.of(body, "X-Slack-Signature", signature, "X-Slack-Request-Timestamp", "1531420619"),
                List.of(secret),
                NOW));
        assertFalse(slack.isProven(Deliveries.of(body, "X-Slack-Signature", signature), List.of(secret), NOW));
        assertFalse(slack.isProven(Deliveries.of(body, "X-Slack-Request-Timestamp", TIME), List.of(secret), NOW));
    }

    @Test
    void slacksEventsHaveAnIdAndOtherRequestsATime() {
        assertEquals("Ev1", slack.messageId(slackDelivery("{\"event_id\":\"Ev1\"}", TIME)));
        assertEquals("Ev1", slack.messageId(slackDelivery("{\"event_id\":\"Ev1\"}", "1531420620")));
        assertNotEquals(
                slack.messageId(slackDelivery("command=a", TIME)),
                slack.messageId(slackDelivery("command=a", "1531420620")));
    }

    @Test
    void slackIsToldThatTheAddressIsRight() {
        assertEquals(
                Optional.of("3eZbrw1aB"),
                SlackSignature.challenge(Deliveries.of("{\"type\":\"url_verification\",\"challenge\":\"3eZbrw1aB\"}")));
        for (String other : List.of("", "[", "{\"type\":\"event_callback\",\"challenge\":\"x\"}", "{\"type\":7}")) {
            assertEquals(Optional.empty(), SlackSignature.challenge(Deliveries.of(other)), other);
        }
    }

    @Test
    void stripesSignatureCoversTimeAndBody() {
        String secret = "whsec_test_secret_of_stripe";
        String body = "{\"id\": \"evt_1\", \"object\": \"event\"}";
        String right = Deliveries.hex(secret, TIME + "." + body);

        assertTrue(stripe.isProven(stripeDelivery(body, "t=" + TIME + ",v1=" + right), List.of(secret), NOW));
        assertTrue(stripe.isProven(
                stripeDelivery(body, "t=" + TIME + ", v1=00, v1=" + right + ",v0=11"),
                List.of("older secret one", secret),
                NOW));
        assertFalse(stripe.isProven(stripeDelivery(body, "t=" + TIME + ",v0=" + right), List.of(secret), NOW));
        assertFalse(stripe.isProven(stripeDelivery(body, "t=1531420619,v1=" + right), List.of(secret), NOW));
        assertFalse(stripe.isProven(stripeDelivery(body + " ", "t=" + TIME + ",v1=" + right), List.of(secret), NOW));
        assertFalse(stripe.isProven(
                stripeDelivery(body, "t=" + TIME + ",v1=" + right), List.of(secret), NOW.plusSeconds(301)));
        for (String wrong : List.of("", "v1=" + right, "t=" + TIME, "t=x,v1=" + right, ",,,=")) {
            assertFalse(stripe.isProven(stripeDelivery(body, wrong), List.of(secret), NOW), wrong);
        }
        assertEquals("evt_1", stripe.messageId(stripeDelivery(body, "")));
    }

    /// The signature was made with OpenSSL: `openssl dgst -sha256 -hmac …`.
    @Test
    void keycloaksSignatureCoversTheBody() {
        String secret = "ofj09saP4ofj09saP4";
        String body =
                "{\"uid\":\"3f6c0b1e-7f5d-4a53-9d0b-1c2f5f0b8a11\",\"type\":\"access.REGISTER\",\"realmId\":\"acme\"}";
        String right = "b8ec3f86e8aba0d811dbb3496c01ea64ebe75bd231d3d208b9f3419ea8da554b";
        String ofSha1 = "b02dfea5ae678858c6176adad25dbe3668f439c7";

        assertTrue(keycloak.isProven(keycloakDelivery(body, right), List.of("another secret one", secret), NOW));
        assertFalse(keycloak.isProven(keycloakDelivery(body + " ", right), List.of(secret), NOW));
        assertFalse(keycloak.isProven(keycloakDelivery(body, right), List.of("another secret one"), NOW));
        assertFalse(keycloak.isProven(Deliveries.of(body), List.of(secret), NOW));
        for (String wrong : List.of("", "sha256=" + right, right.substring(1), ofSha1)) {
            assertFalse(keycloak.isProven(keycloakDelivery(body, wrong), List.of(secret), NOW), wrong);
        }
    }

    @Test
    void keycloaksEventsAreKnownByTheirUidAndOtherwiseByTheirContent() {
        assertEquals("3f6c", keycloak.messageId(Deliveries.of("{\"uid\":\"3f6c\",\"time\":1}")));
        assertEquals(
                keycloak.messageId(Deliveries.of("{\"type\":\"LOGIN\",\"time\":1}")),
                keycloak.messageId(Deliveries.of("{\"type\":\"LOGIN\",\"time\":1}")));
        assertNotEquals(
                keycloak.messageId(Deliveries.of("{\"type\":\"LOGIN\",\"time\":1}")),
                keycloak.messageId(Deliveries.of("{\"type\":\"LOGIN\",\"time\":2}")));
    }

    @Test
    void onlySourcesThatCanBeToldASecretGetANewOne() {
        assertTrue(github.isSecret(github.newSecret().orElseThrow()));
        assertTrue(keycloak.isSecret(keycloak.newSecret().orElseThrow()));
        assertNotEquals(keycloak.newSecret(), keycloak.newSecret());
        assertTrue(stripe.newSecret().isEmpty());
        assertTrue(slack.newSecret().isEmpty());
        for (String wrong : List.of("", "short", "with a space in it", "x".repeat(201))) {
            assertFalse(github.isSecret(wrong), wrong);
        }
    }

    private static Delivery slackDelivery(String body, String time) {
        return Deliveries.of(body, "X-Slack-Request-Timestamp", time);
    }

    private static Delivery stripeDelivery(String body, String header) {
        return Deliveries.of(body, "Stripe-Signature", header);
    }

    private static Delivery keycloakDelivery(String body, String header) {
        return Deliveries.of(body, "X-Keycloak-Signature", header);
    }
}
