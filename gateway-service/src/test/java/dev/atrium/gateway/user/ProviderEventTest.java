package dev.atrium.gateway.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.gateway.webhook.DeliveryLog;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProviderEventTest {

    private static final Instant RECEIVED = Instant.ofEpochMilli(1_700_000_000_000L);

    @Test
    void aUserHasItsPrimaryAddressItsNameAndTheTimeOfItsLastChange() {
        String body = """
                {"type": "user.updated", "object": "event", "timestamp": 1654012591835, "data": {
                  "id": "user_29w83", "object": "user", "first_name": "Ada", "last_name": "Lovelace", "username": "ada",
                  "primary_email_address_id": "idn_2", "updated_at": 1654012591514,
                  "email_addresses": [{"id": "idn_1", "email_address": "old@example.org"},
                                      {"id": "idn_2", "email_address": "ada@example.org",
                                       "verification": {"status": "verified", "strategy": "email_code"}}]}}""";

        Instant at = Instant.ofEpochMilli(1_654_012_591_514L);
        assertEquals(
                Optional.of(new ProviderEvent.Present("user_29w83", at, "ada@example.org", true, "Ada Lovelace")),
                parse(body));
        assertEquals(
                Optional.of(new ProviderEvent.Present("user_29w83", at, "ada@example.org", false, "Ada Lovelace")),
                parse(body.replace("\"verified\"", "\"unverified\"")));
    }

    @Test
    void aDeletedUserHasTheTimeOfTheEvent() {
        assertEquals(
                Optional.of(new ProviderEvent.Deleted("user_1", Instant.ofEpochMilli(1_654_012_591_835L))),
                parse(
                        "{\"type\":\"user.deleted\",\"timestamp\":1654012591835,\"data\":{\"id\":\"user_1\",\"deleted\":true}}"));
        assertEquals(
                Optional.of(new ProviderEvent.Deleted("user_1", RECEIVED)),
                parse("{\"type\":\"user.deleted\",\"data\":{\"id\":\"user_1\"}}"));
    }

    @Test
    void plainPropertiesAndIsoTimesAreTakenAsWell() {
        assertEquals(
                Optional.of(new ProviderEvent.Present(
                        "1", Instant.parse("2026-03-01T12:00:00Z"), "a@example.org", true, "Ann")),
                parse("{\"type\":\"user.created\",\"timestamp\":\"2026-03-01T12:00:00Z\","
                        + "\"data\":{\"id\":\"1\",\"email\":\"a@example.org\",\"email_verified\":true,"
                        + "\"name\":\" Ann\\u0007\"}}"));
    }

    @Test
    void whoHasNoNameIsCalledByUsernameOrAddress() {
        assertEquals("ann", name("\"username\":\"ann\""));
        assertEquals("a@example.org", name("\"first_name\":null,\"last_name\":null"));
        assertEquals("Null", name("\"first_name\":\"Null\""));
        assertEquals(100, name("\"name\":\"" + "x".repeat(300) + "\"").length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{",
                "{}",
                "{\"type\":\"user.created\"}",
                "{\"type\":\"user.created\",\"data\":{\"id\":\"1\"}}",
                "{\"type\":\"user.created\",\"data\":{\"id\":\"1\",\"email\":\"nobody\"}}",
                "{\"type\":\"user.created\",\"data\":{\"id\":\"1\",\"email\":\"a\\n@example.org\"}}",
                "{\"type\":\"user.created\",\"data\":{\"id\":\"a\\u0000\",\"email\":\"a@example.org\"}}",
                "{\"type\":\"user.created\",\"data\":{\"email\":\"a@example.org\"}}",
                "{\"type\":\"session.created\",\"data\":{\"id\":\"1\",\"email\":\"a@example.org\"}}",
                "{\"type\":7,\"data\":{\"id\":\"1\",\"email\":\"a@example.org\"}}",
            })
    void whatIsNoUsableUserIsNone(String body) {
        assertEquals(Optional.empty(), parse(body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{ | true | the body is not what is read here",
                "[] | true | the body is not what is read here",
                "{\"type\":\"session.created\",\"data\":{\"id\":\"1\"}} | false | ignored: it is none of",
                "{\"type\":\"user.deleted\",\"data\":{}} | true | `data.id` must",
                "{\"type\":\"user.created\",\"data\":{\"id\":\"1\",\"email\":\"x\"}} | true | the user has no e-mail address",
            })
    void itIsSaidWhyNothingIsMadeOfIt(String body, boolean failed, String beginning) {
        DeliveryLog.End end = ProviderEvent.passedOver(body.getBytes(StandardCharsets.UTF_8));

        assertEquals(failed, end.failed());
        assertTrue(String.valueOf(end.note()).startsWith(beginning), end::toString);
    }

    private static String name(String properties) {
        ProviderEvent event = parse("{\"type\":\"user.created\",\"data\":{\"id\":\"1\",\"email\":\"a@example.org\","
                        + properties + "}}")
                .orElseThrow();
        return ((ProviderEvent.Present) event).name();
    }

    private static Optional<ProviderEvent> parse(String body) {
        return ProviderEvent.parse(body.getBytes(StandardCharsets.UTF_8), RECEIVED);
    }
}
