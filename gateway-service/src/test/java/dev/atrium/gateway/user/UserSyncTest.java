package dev.atrium.gateway.user;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.AccessTokens;
import dev.atrium.gateway.testing.Database;
import dev.atrium.gateway.testing.Endings;
import dev.atrium.gateway.testing.Events;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.Event.WebhookReceived.Replay;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.web.Ids;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a provider's webhooks do to an organisation's users.
@QuarkusTest
final class UserSyncTest {

    private static final String MESSAGE = "msg_1";

    @Inject
    MeterRegistry metrics;

    private final AccessTokens provider = StandIn.fresh().provider();
    private final String tenant = "sync-" + Ids.next();
    private final String admin = token("boss", "admin");
    private final ProviderSource source = new ProviderSource(register(admin).json());
    private final String id = "user_" + Ids.next();
    private final String email = Ids.next() + "@example.org";

    @Test
    void usersComeChangeAndGo() {
        deliver("user.created", 1, email, "Ada");
        JsonNode user = awaitUser("Ada");

        deliver("user.updated", 2, "new-" + email, "Ada L");
        awaitUser("Ada L");
        deliver("user.deleted", 3, email, "");

        await().until(() -> users("").isEmpty());
        JsonNode gone = users("?status=deactivated").getFirst();
        assertEquals(user.path("id"), gone.path("id"));
        assertEquals("new-" + email, gone.path("email").asText());
        assertEquals(id, gone.path("externalId").asText());
        await().until(() -> Events.about(Topic.IDENTITY_EVENTS, user.path("id").asText()).stream()
                .anyMatch(event -> event.event() instanceof Event.UserCreated created
                        && ("user:" + id).equals(created.principal())));
        assertEquals(
                List.of("webhook-source.create", "user.create", "user.change", "user.deactivate"),
                Database.deeds(tenant));
    }

    @Test
    void usersOfKeycloakComeChangeAndGo() {
        keycloak(1, "UPDATE_PROFILE", "\"updated_first_name\":\"Nobody\"");
        await().until(() -> Endings.of(source.id()).size() == 1);
        assertEquals(
                "ignored: nothing is known of the user, and its address is not told",
                Endings.of(source.id()).getFirst().note());
        keycloak(2, "REGISTER", "\"email\":\"" + email + "\",\"first_name\":\"Ada\",\"last_name\":\"Lovelace\"");
        String user = awaitUser("Ada Lovelace").path("id").asText();

        keycloak(3, "VERIFY_EMAIL", "\"email\":\"" + email + "\"");
        awaitHandled(3);
        keycloak(4, "UPDATE_PROFILE", "\"previous_last_name\":\"Lovelace\",\"updated_last_name\":\"King\"");

        JsonNode known = awaitUser("Ada King");
        assertEquals(user, known.path("id").asText());
        assertEquals(email, known.path("email").asText());
        await().untilAsserted(() -> assertEquals(
                List.of(new Event.EmailVerified(new TenantId(tenant), "user:" + id, email)),
                Events.about(Topic.IDENTITY_EVENTS, "user:" + id).stream()
                        .map(CloudEvent::event)
                        .toList()));

        source.deliver("{\"time\":5,\"realmId\":\"acme\",\"resourceType\":\"USER\",\"operationType\":\"DELETE\","
                + "\"resourcePath\":\"users/" + id + "\"}");

        await().until(() -> users("").isEmpty());
    }

    /// With its own signature; the same event once more, as it comes where an answer was lost, is none.
    @Test
    void usersComeFromTheWebhooksOfKeycloaksExtension() {
        JsonNode webhook = register(admin, ProviderSource.WISH.replace("standard", "keycloak"))
                .json();
        String body = "{\"uid\":\"" + Ids.next() + "\",\"type\":\"access.REGISTER\",\"time\":1,\"realmId\":\"acme\","
                + "\"authDetails\":{\"realmId\":\"acme\",\"userId\":\"" + id + "\"},"
                + "\"details\":{\"email\":\"" + email + "\",\"first_name\":\"Ada\",\"last_name\":\"Lovelace\"}}";
        String path = webhook.path("url").asText();
        String signature = ProviderSource.keycloaks(webhook.path("secret").asText(), body);

        for (int i = 0; i < 2; i++) {
            Answer taken = Gateway.sendJson("POST", path, body, "X-Keycloak-Signature", signature);
            assertEquals(202, taken.status(), taken.text());
        }

        assertEquals(email, awaitUser("Ada Lovelace").path("email").asText());
        assertEquals(
                1,
                Events.about(Topic.WEBHOOKS_RECEIVED, webhook.path("id").asText()).stream()
                        .filter(event -> event.event() instanceof Event.WebhookReceived)
                        .count());
        Gateway.sendJson("POST", path, body.replace("Ada", "Eve"), "X-Keycloak-Signature", signature)
                .assertProblem(ProblemType.NOT_FOUND);
    }

    /// What it leads to elsewhere is found by the trace of the request that brought it.
    @Test
    void whatADeliveryLeadsToIsPartOfItsTrace() {
        String trace = Ids.next().toString().replace("-", "");
        JsonNode webhook = register(admin, ProviderSource.WISH.replace("standard", "keycloak"))
                .json();
        String body = "{\"uid\":\"" + Ids.next() + "\",\"type\":\"access.REGISTER\",\"time\":1,\"realmId\":\"acme\","
                + "\"authDetails\":{\"realmId\":\"acme\",\"userId\":\"" + id + "\"},"
                + "\"details\":{\"email\":\"" + email + "\",\"first_name\":\"Ada\",\"last_name\":\"Lovelace\"}}";

        Answer taken = Gateway.sendJson(
                "POST",
                webhook.path("url").asText(),
                body,
                "X-Keycloak-Signature",
                ProviderSource.keycloaks(webhook.path("secret").asText(), body),
                "traceparent",
                "00-" + trace + "-00f067aa0ba902b7-00");

        assertEquals(202, taken.status(), taken.text());
        String user = awaitUser("Ada Lovelace").path("id").asText();
        await().untilAsserted(() -> assertEquals(
                List.of(Optional.of(trace)),
                Events.about(Topic.IDENTITY_EVENTS, user).stream()
                        .filter(event -> event.event() instanceof Event.UserCreated)
                        .map(event -> TraceContext.id(event.traceparent()))
                        .toList()));
    }

    private void keycloak(long at, String type, String details) {
        source.deliver("{\"time\":" + at + ",\"realmId\":\"acme\",\"type\":\"" + type + "\",\"userId\":\"" + id
                + "\",\"details\":{" + details + "}}");
    }

    @Test
    void addressesThatTheProviderHasVerifiedAreTold() {
        deliver("user.created", 1, email, "Ada");
        awaitHandled(1);
        source.deliverVerified(id, 2, email, "Ada");
        awaitHandled(2);
        source.deliverVerified(id, 3, email, "Ada L");
        awaitHandled(3);
        source.deliverVerified(id, 4, "new-" + email, "Ada L");

        TenantId organisation = new TenantId(tenant);
        String subject = "user:" + id;
        await().untilAsserted(() -> assertEquals(
                List.of(
                        new Event.EmailVerified(organisation, subject, email),
                        new Event.EmailVerified(organisation, subject, "new-" + email)),
                Events.about(Topic.IDENTITY_EVENTS, subject).stream()
                        .map(CloudEvent::event)
                        .toList()));
    }

    @Test
    void ofEventsInAnyOrderTheNewestCountsAndNoneTwice() {
        deliver("user.updated", 5, "new-" + email, "Newest");
        deliver("user.created", 1, email, "Oldest");
        deliver("user.updated", 3, email, "Older");
        deliver("user.updated", 5, "x" + email, "Same time");
        awaitHandled(4);

        List<JsonNode> users = users("");
        assertEquals(1, users.size());
        assertEquals("Newest", users.getFirst().path("name").asText());
        assertEquals(List.of("webhook-source.create", "user.create"), Database.deeds(tenant));
    }

    @Test
    void whoWasDeletedStaysDeletedWhateverComesLater() {
        deliver("user.deleted", 2, email, "");
        deliver("user.created", 1, email, "Ghost");
        deliver("user.updated", 9, email, "Ghost");
        awaitHandled(3);

        assertTrue(users("?status=all").isEmpty());
    }

    @Test
    void whatKeycloakTellsInPartsAtOneMomentAllCounts() {
        keycloak(1, "REGISTER", "\"email\":\"" + email + "\",\"first_name\":\"Ada\",\"last_name\":\"Lovelace\"");
        keycloak(2, "UPDATE_EMAIL", "\"updated_email\":\"new-" + email + "\"");
        keycloak(2, "UPDATE_PROFILE", "\"previous_last_name\":\"Lovelace\",\"updated_last_name\":\"King\"");

        assertEquals("new-" + email, awaitUser("Ada King").path("email").asText());

        keycloak(1, "UPDATE_PROFILE", "\"previous_last_name\":\"King\",\"updated_last_name\":\"Older\"");
        awaitHandled(4);
        assertEquals("Ada King", users("").getFirst().path("name").asText());
    }

    @Test
    void anAddressMayMoveFromOneUserToAnotherInAnyOrder() {
        deliver("user.created", 1, email, "Ada");
        awaitUser("Ada");
        deliver("other-" + id, "user.created", 1, email, "Bea");
        deliver("user.updated", 2, "new-" + email, "Ada");
        awaitHandled(3);

        assertEquals(2, users("").size());
        assertEquals("Bea", users("?email=" + email).getFirst().path("name").asText());
    }

    @Test
    void whoWasCreatedByHandIsTheSameUser() {
        Answer made = Gateway.sendJson(
                "POST", "/api/users", "{\"email\":\"" + email + "\",\"name\":\"By hand\"}", "Authorization", admin);

        deliver("user.created", 1, email, "Ada");

        assertEquals(made.json().path("id"), awaitUser("Ada").path("id"));
        assertEquals(1, users("?status=all").size());
    }

    @Test
    void whomAProviderKeepsIsChangedThereAndEndedByAdministrators() {
        deliver("user.created", 1, email, "Ada");
        String path = "/api/users/" + awaitUser("Ada").path("id").asText();
        String key = Gateway.sendJson("POST", "/api/keys", "{}", "Authorization", token(id, "editor"))
                .json()
                .path("key")
                .asText();

        Gateway.sendJson("PATCH", path, "{\"name\":\"X\"}", "Authorization", admin)
                .assertProblem(ProblemType.CONFLICT);
        Gateway.send("DELETE", path, "Authorization", token("other", "editor")).assertProblem(ProblemType.FORBIDDEN);
        assertEquals(204, Gateway.send("DELETE", path, "Authorization", admin).status());

        await().until(() ->
                Gateway.send("GET", "/api/me", "Authorization", "Bearer " + key).status() == 401);
    }

    @Test
    void anEventWaitsForTheDatabaseAndIsNotLost() throws SQLException {
        deliver("user.created", 1, email, "Ada");
        awaitUser("Ada");

        try (Connection other = Database.connect();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("set local atrium.tenant = '" + tenant + "'");
            lock.execute("select 1 from synchronised_users where external_id = '" + id + "' for update");
            double before = waited();
            deliver("user.updated", 2, email, "Later");
            long holder = pid(lock);
            // Other classes' events may wait too.
            await().pollInterval(Duration.ofMillis(20)).until(() -> hasBlocked(holder));
            await().until(() -> waited() > before);
            other.rollback();
        }

        awaitUser("Later");
    }

    @Test
    void whatHadNoEffectHasItWhenTheProviderDeliversItAgain() {
        CloudEvent first = refused();

        assertEquals(
                202,
                source.send(MESSAGE, id, "user.created", 1, email, "Unwanted " + id)
                        .status());

        awaitUser("Unwanted " + id);
        assertEquals(1, letters());
        await().until(() -> Endings.of(source.id()).size() == 2);
        assertEquals(ended(first, 0, false, null), Endings.of(source.id()).getLast());
    }

    @Test
    void whatHadNoEffectHasItOnceWhenItIsReplayed() {
        CloudEvent first = refused();

        CloudEvent replay = replay(first);
        Events.write(replay, replay);

        awaitUser("Unwanted " + id);
        await().until(() -> Endings.of(source.id()).size() == 2);
        assertEquals(ended(first, 1, false, null), Endings.of(source.id()).getLast());
        assertEquals(List.of("webhook-source.create", "user.create"), Database.deeds(tenant));
    }

    @Test
    void whatIsReplayedIsAsOldAsItWas() {
        String body = "{\"type\":\"user.updated\",\"data\":{\"id\":\"" + id + "\",\"email\":\"" + email
                + "\",\"name\":\"%s\"}}";
        CloudEvent old = told(body.formatted("Old"), null);
        Events.write(old);
        awaitUser("Old");
        Events.write(told(body.formatted("New"), null));
        awaitUser("New");

        Events.write(told(body.formatted("Old"), new Replay(old.id(), 1, old.time())));

        await().until(() -> Endings.of(source.id()).size() == 3);
        Event.WebhookHandled replayed = Endings.of(source.id()).getLast();
        assertEquals(old.id(), replayed.delivery());
        assertEquals("ignored: this, or something newer, is known of the user", replayed.note());
        assertEquals("New", users("").getFirst().path("name").asText());
    }

    /// What the log of deliveries shows has nothing of what was delivered.
    @Test
    void whatBecameOfEachDeliveryIsTold() {
        deliver("user.created", 2, email, "Ada");
        awaitUser("Ada");
        deliver("user.updated", 1, email, "Ada");
        deliver("user.updated", 3, "nobody", "Ada");
        deliver("session.created", 4, email, "Ada");

        await().until(() -> Endings.of(source.id()).size() == 4);
        assertEquals(
                Set.of(
                        "done",
                        "done ignored: this, or something newer, is known of the user",
                        "failed the user has no e-mail address that can be taken: `data.email_addresses` needs the one"
                                + " that `data.primary_email_address_id` names, or else there must be `data.email`",
                        "done ignored: it is none of `user.created`, `user.updated` and `user.deleted`"),
                Endings.of(source.id()).stream()
                        .map(end -> (end.failed() ? "failed" : "done") + (end.note() == null ? "" : " " + end.note()))
                        .collect(Collectors.toSet()));
    }

    /// It was taken before the organisation was deleted, or is replayed later.
    @Test
    void ofADeletedOrganisationNobodyIsKept() {
        String gone = Ids.next().toString();
        Database.execute("""
                set atrium.tenant = '%1$s';
                insert into organisations (id, tenant, name, slug, created_by, created_at, deleted_at)
                values ('%1$s', '%1$s', 'Gone', 'gone', 'user:ann', now(), now())""".formatted(gone));

        Events.write(told(
                gone,
                "{\"type\":\"user.created\",\"data\":{\"id\":\"" + id + "\",\"email\":\"" + email + "\"}}",
                null));

        await().until(() -> Endings.of(source.id()).stream()
                .anyMatch(end -> "ignored: the organisation was deleted".equals(end.note())));
        assertEquals("0", Database.textIn(gone, "select count(*) from users where tenant = ?", gone));
    }

    /// A delivery that the database has refused, and takes from now on.
    private CloudEvent refused() {
        refuseName("Unwanted " + id, () -> {
            assertEquals(
                    202,
                    source.send(MESSAGE, id, "user.created", 1, email, "Unwanted " + id)
                            .status());
            await().until(() -> letters() == 1);
            assertTrue(users("").isEmpty());
            await().until(() -> Endings.of(source.id()).stream().anyMatch(Event.WebhookHandled::failed));
        });
        return Events.about(Topic.WEBHOOKS_RECEIVED, source.id()).getFirst();
    }

    private Event.WebhookHandled ended(CloudEvent delivery, int replay, boolean failed, @Nullable String note) {
        return new Event.WebhookHandled(
                new TenantId(tenant), source.id(), MESSAGE, delivery.id(), replay, failed, note);
    }

    /// As jobs-service tells it once more.
    private CloudEvent replay(CloudEvent delivery) {
        Event.WebhookReceived webhook = (Event.WebhookReceived) delivery.event();
        String body = new String(Base64.getDecoder().decode(webhook.bodyBase64()), StandardCharsets.UTF_8);
        return told(body, new Replay(delivery.id(), 1, delivery.time()));
    }

    private CloudEvent told(String body, @Nullable Replay replay) {
        return told(tenant, body, replay);
    }

    private CloudEvent told(String to, String body, @Nullable Replay replay) {
        Event event = new Event.WebhookReceived(
                new TenantId(to),
                source.id(),
                "standard",
                MESSAGE,
                null,
                null,
                Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)),
                "auth",
                null,
                replay);
        return new CloudEvent(Ids.next().toString(), "/test", Instant.now(), null, event);
    }

    /// How many of this source's events are dead letters.
    private long letters() {
        return Database.count(
                "select count(*) from dead_letter where consumer = 'user-sync' and position(? in headers) > 0", tenant);
    }

    /// Has the database refuse a name meanwhile.
    private static void refuseName(String name, Runnable meanwhile) {
        Database.execute("alter table users add constraint unwanted check (name <> '" + name + "') not valid");
        try {
            meanwhile.run();
        } finally {
            Database.execute("alter table users drop constraint unwanted");
        }
    }

    @Test
    void onlyAdministratorsRegisterASourceOfUsers() {
        register(token("other", "editor")).assertProblem(ProblemType.FORBIDDEN);
        register(Gateway.newKey()).assertProblem(ProblemType.FORBIDDEN);
    }

    @Test
    void otherSourcesChangeNoUsers() {
        JsonNode generic = Gateway.sendJson(
                        "POST",
                        "/api/webhook-sources",
                        "{\"name\":\"g\",\"scheme\":\"standard\"}",
                        "Authorization",
                        admin)
                .json();
        assertEquals("generic", generic.path("type").asText());

        new ProviderSource(generic).deliver(id, "user.created", 1, email, "Ada");
        deliver("other-" + id, "user.created", 1, "x" + email, "Bea");
        awaitUser("Bea");

        // Partitions are read side by side; what the other one did would be seen a moment later.
        assertEquals(0, Database.count("select count(*) from audit where target = ?", id));
        assertEquals(1, users("?status=all").size());
    }

    private static long pid(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static boolean hasBlocked(long pid) {
        return Database.count(
                        "select count(*) from pg_stat_activity where ?::int = any(pg_blocking_pids(pid))",
                        Long.toString(pid))
                > 0;
    }

    private double waited() {
        Counter counter = metrics.find("atrium.gateway.events.waits")
                .tag("consumer", "user-sync")
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private Answer register(String authorization) {
        return register(authorization, ProviderSource.WISH);
    }

    private static Answer register(String authorization, String wish) {
        return Gateway.sendJson("POST", "/api/webhook-sources", wish, "Authorization", authorization);
    }

    private void deliver(String type, long at, String address, String name) {
        deliver(id, type, at, address, name);
    }

    private void deliver(String user, String type, long at, String address, String name) {
        source.deliver(user, type, at, address, name);
    }

    private JsonNode awaitUser(String name) {
        return await().until(
                        () -> users("").stream()
                                .filter(user -> user.path("name").asText().equals(name))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    /// Returns when so many of this source's events had their turn.
    private void awaitHandled(int events) {
        await().until(() -> Database.count(
                        "select count(*) from inbox where consumer = 'user-sync' and event_id in (select"
                                + " unnest(string_to_array(?, ',')))",
                        String.join(",", eventIds()))
                == events);
    }

    private List<String> eventIds() {
        return Events.about(Topic.WEBHOOKS_RECEIVED, source.id()).stream()
                .map(CloudEvent::id)
                .toList();
    }

    private List<JsonNode> users(String query) {
        List<JsonNode> users = new ArrayList<>();
        Gateway.send("GET", "/api/users" + query, "Authorization", admin)
                .json()
                .path("items")
                .forEach(users::add);
        return users;
    }

    private String token(String subject, String role) {
        return "Bearer "
                + provider.sign(AccessTokens.claims(
                        subject,
                        Map.of("organization", List.of(tenant), "realm_access", Map.of("roles", List.of(role)))));
    }
}
