package dev.atrium.gateway.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.gateway.webhook.DeliveryLog;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProviderEventTest {

    private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_123L);
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

    @Test
    void whoRegistersAtKeycloakHasAnAddressThatIsNotVerifiedYet() {
        ProviderEvent event = parse("""
                {"id": "5c1a", "time": 1700000000123, "type": "REGISTER", "realmId": "r-1", "realmName": "acme",
                 "clientId": "account", "userId": "8f0c4a2e", "sessionId": null, "ipAddress": "192.0.2.7", "error": null,
                 "details": {"auth_method": "openid-connect", "register_method": "form", "username": "ada",
                             "email": "ada@example.org", "first_name": "Ada", "last_name": "Lovelace",
                             "redirect_uri": "https://app.example.org/", "code_id": "1b"}}""").orElseThrow();

        assertEquals(
                new ProviderEvent.Present("8f0c4a2e", AT, "ada@example.org", false, "Ada Lovelace"),
                ((ProviderEvent.Told) event).over(null));
    }

    /// As the webhooks of its extension keycloak-events have it: both kinds of events in one form.
    @Test
    void whatKeycloakPostsToAWebhookIsReadAsWell() {
        ProviderEvent registered = parse("""
                {"id": "5c1a", "time": 1700000000123, "realmId": "r-1", "realmName": "acme",
                 "uid": "3f6c0b1e-7f5d-4a53-9d0b-1c2f5f0b8a11", "type": "access.REGISTER",
                 "authDetails": {"realmId": "acme", "clientId": "account", "userId": "8f0c4a2e",
                                 "ipAddress": "192.0.2.7", "username": "ada"},
                 "details": {"auth_method": "openid-connect", "register_method": "form", "username": "ada",
                             "email": "ada@example.org", "first_name": "Ada", "last_name": "Lovelace"}}""").orElseThrow();
        ProviderEvent created = parse("""
                {"id": "5c1b", "time": 1700000000123, "realmId": "r-1", "realmName": "acme",
                 "resourceType": "USER", "operationType": "CREATE", "resourcePath": "users/8f0c4a2e",
                 "resourceId": "8f0c4a2e",
                 "representation": "{\\"username\\":\\"ada\\",\\"firstName\\":\\"Ada\\",\\"lastName\\":\\"Lovelace\\",\\"email\\":\\"ada@example.org\\",\\"emailVerified\\":true,\\"enabled\\":true}",
                 "uid": "a1d0", "type": "admin.USER-CREATE",
                 "authDetails": {"realmId": "master", "clientId": "security-admin-console", "userId": "boss",
                                 "ipAddress": "192.0.2.8", "username": "admin", "sessionId": "s"},
                 "details": {"userId": "8f0c4a2e", "username": "ada"}}""").orElseThrow();

        assertEquals(present("ada@example.org", false, "Ada Lovelace"), ((ProviderEvent.Told) registered).over(null));
        assertEquals(present("ada@example.org", true, "Ada Lovelace"), ((ProviderEvent.Told) created).over(null));
    }

    @Test
    void whatKeycloakDoesNotTellStaysAsItIs() {
        assertEquals(
                present("ada@example.org", true, "Augusta Ada Lovelace"),
                told("UPDATE_PROFILE", "'previous_first_name':'Ada','updated_first_name':'Augusta Ada'"));
        assertEquals(
                present("ada@example.org", true, "Ada King"),
                told("UPDATE_PROFILE", "'previous_last_name':'Lovelace','updated_last_name':'King'"));
        assertEquals(
                present("ada@example.org", true, "Augusta King"),
                told("UPDATE_PROFILE", "'updated_first_name':'Augusta','updated_last_name':'King'"));
        assertEquals(
                present("ada@example.org", true, "Ada Lovelace"),
                told("UPDATE_PROFILE", "'previous_first_name':'Eve','updated_first_name':'Eva'"));
        assertEquals(
                present("new@example.org", false, "Ada Lovelace"),
                told("UPDATE_EMAIL", "'previous_email':'ada@example.org','updated_email':'new@example.org'"));
        assertEquals(
                present("ada@example.org", true, "Ada Lovelace"),
                told("UPDATE_EMAIL", "'updated_email':'ada@example.org'"));
        assertEquals(
                present("new@example.org", true, "Ada Lovelace"),
                told("VERIFY_EMAIL", "'username':'ada','email':'new@example.org'"));
    }

    @Test
    void whatAdministratorsDoAtKeycloakIsTakenFromTheRepresentation() {
        assertEquals(
                present("new@example.org", true, "Augusta King"),
                represented("'username':'ada','firstName':'Augusta','lastName':'King','email':'new@example.org',"
                        + "'emailVerified':true,'enabled':true,'attributes':{}"));
        assertEquals(present("new@example.org", false, "Ada Lovelace"), represented("'email':'new@example.org'"));
        assertEquals(present("ada@example.org", false, "Ada Lovelace"), represented("'emailVerified':false"));
        // Of a name of which only one part is told nobody knows the whole.
        assertEquals(present("ada@example.org", true, "Ada Lovelace"), represented("'firstName':'Augusta'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'type':'DELETE_ACCOUNT','userId':'8f0c4a2e','details':{'username':'ada'}",
                "'type':'access.DELETE_ACCOUNT','authDetails':{'userId':'8f0c4a2e'},'resourceType':null,'details':{}",
                "'resourceType':'USER','operationType':'DELETE','resourcePath':'users/8f0c4a2e',"
                        + "'authDetails':{'userId':'boss'}",
                "'type':'admin.USER-DELETE','resourceType':'USER','operationType':'DELETE',"
                        + "'resourcePath':'users/8f0c4a2e','authDetails':{'userId':'boss'},'details':{}",
            })
    void whomKeycloakDeletesIsDeleted(String properties) {
        assertEquals(
                Optional.of(new ProviderEvent.Deleted("8f0c4a2e", AT)), parse(keycloak("'error':null," + properties)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'type':'LOGIN','userId':'1','details':{'email':'a@example.org'} | false | ignored: it is none of",
                "'type':'DELETE_ACCOUNT','userId':'1','error':'user_not_found' | false | ignored: it is none of",
                "'resourceType':'USER','operationType':'ACTION','resourcePath':'users/1' | false | ignored: it is none",
                "'resourceType':'GROUP','operationType':'DELETE','resourcePath':'groups/1' | false | ignored: it is none",
                "'resourceType':'USER','operationType':'DELETE','resourcePath':'users/1/x' | true | `userId`, or",
                "'type':'DELETE_ACCOUNT' | true | `userId`, or",
                "'resourceType':'USER','operationType':'UPDATE','resourcePath':'users/1' | true | `representation` is",
                "'type':'UPDATE_PROFILE','userId':'1','details':{'updated_phone':'1'} | false | ignored: it tells neither",
                "'type':'VERIFY_EMAIL','userId':'1' | false | ignored: it tells neither",
            })
    void itIsSaidWhyNothingIsMadeOfWhatKeycloakTells(String properties, boolean failed, String beginning) {
        String body = keycloak(properties);
        assertEquals(Optional.empty(), parse(body));

        DeliveryLog.End end = ProviderEvent.passedOver(body.getBytes(StandardCharsets.UTF_8));

        assertEquals(failed, end.failed());
        assertTrue(String.valueOf(end.note()).startsWith(beginning), end::toString);
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

    private static ProviderEvent.Present present(String email, boolean isVerified, String name) {
        return new ProviderEvent.Present("8f0c4a2e", AT, email, isVerified, name);
    }

    @Test
    void aSignInWithoutANameLeavesTheNameThatIsKnown() {
        assertEquals("Ada Lovelace", signedIn("").over(ada()).name());
        assertEquals("Countess", signedIn("Countess").over(ada()).name());
        assertEquals("ada", signedIn(" ").over(null).name());
    }

    private static ProviderEvent.Told signedIn(String name) {
        return ProviderEvent.signedIn("8f0c4a2e", AT, "ada@example.org", name, "ada")
                .orElseThrow();
    }

    private static ProviderEvent.Present told(String type, String details) {
        return overAda("'type':'" + type + "','userId':'8f0c4a2e','details':{" + details + "}");
    }

    private static ProviderEvent.Present represented(String user) {
        return overAda(
                "'resourceType':'USER','operationType':'UPDATE','resourcePath':'users/8f0c4a2e','representation':'"
                        + "{" + user.replace("'", "\\\"") + "}'");
    }

    /// What becomes of somebody whose address is verified.
    private static ProviderEvent.Present overAda(String properties) {
        ProviderEvent event = parse(keycloak(properties)).orElseThrow();
        return ((ProviderEvent.Told) event).over(ada());
    }

    private static UserRow ada() {
        Caller source = new Caller("webhook:1", new TenantId("acme"), "webhook", Set.of(), Set.of());
        UserRow ada = new UserRow(Ids.next(), source, new NewUser("ada@example.org", "Ada Lovelace"), null, RECEIVED);
        ada.emailVerified = true;
        return ada;
    }

    private static String keycloak(String properties) {
        return ("{'time':" + AT.toEpochMilli() + ",'realmId':'acme'," + properties + "}").replace('\'', '"');
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
