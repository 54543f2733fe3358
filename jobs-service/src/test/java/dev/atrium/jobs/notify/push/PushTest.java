package dev.atrium.jobs.notify.push;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.Notification;
import dev.atrium.jobs.notify.NotificationPurge;
import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.notify.preference.Digest;
import dev.atrium.jobs.notify.preference.PreferenceTable;
import dev.atrium.jobs.notify.preference.Preferences;
import dev.atrium.jobs.notify.preference.QuietHours;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.jobs.testing.Quiet;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.request.SessionOfCaller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class PushTest {

    @Inject
    Notifier notifier;

    @Inject
    Database database;

    @Inject
    Kafka kafka;

    @Inject
    NotificationPurge purge;

    private final String tenant = Api.freshTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Receiver device = Receiver.fresh();
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private volatile IntUnaryOperator status = _ -> 201;
    private volatile @Nullable String retryAfter;

    @SuppressWarnings("NullAway.Init")
    private HttpServer service;

    private record Message(Map<String, List<String>> headers, byte[] body) {

        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/push", exchange -> {
            try (exchange) {
                messages.add(new Message(
                        Map.copyOf(exchange.getRequestHeaders()),
                        exchange.getRequestBody().readAllBytes()));
                if (retryAfter != null) {
                    exchange.getResponseHeaders().set("Retry-After", retryAfter);
                }
                exchange.sendResponseHeaders(status.applyAsInt(messages.size()), -1);
            }
        });
        service.start();
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @Test
    void publishedMessageIsReadByTheReceiver() throws GeneralSecurityException {
        // RFC 8291, appendix A.
        Receiver receiver = Receiver.of(
                "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94",
                "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                "BTBZMqHH6r4Tts7J_aSIgg");
        String body = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
                + "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

        assertEquals("When I grow up, I want to be a watermelon", receiver.read(Receiver.bytes(body)));
    }

    @Test
    void deviceIsToldWhatOnlyItCanRead() throws GeneralSecurityException {
        subscribe();

        add("1");

        await().until(() -> messages.size() == 1);
        Message message = messages.getFirst();
        JsonNode text = Json.read(device.read(message.body()), JsonNode.class);
        assertEquals("Bob mentioned you 1", text.path("title").asText());
        assertEquals("/?room=1", text.path("link").asText());
        assertEquals("mention", text.path("category").asText());
        assertEquals(0, text.path("more").asInt());
        assertEquals("aes128gcm", message.header("Content-encoding"));
        assertEquals("86400", message.header("Ttl"));
        assertSigned(message.header("Authorization"));
    }

    @Test
    void whatLeavesIsInTheTraceOfWhatItTells() {
        subscribe();
        String trace = "0af7651916cd43dd8448eb211c80319c";

        database.transaction(
                tenant,
                connection -> notifier.addAll(
                        connection,
                        new TenantId(tenant),
                        List.of(new Notifier.Telling(
                                Notification.of("1", "user:ada", Category.MENTION, "Bob mentioned you"),
                                "00-" + trace + "-b7ad6b7169203331-01"))));

        assertTrue(database.text(tenant, "select traceparent from job where type = 'notify.push'")
                .contains(trace));
    }

    @Test
    void whatIsHeldInQuietHoursComesTogetherAfterwards() throws GeneralSecurityException {
        subscribe();
        Api.patch(ada, "/api/notifications/preferences", Quiet.now()).expect(200);
        add("1");
        add("2");
        assertEquals(2, database.number(tenant, "select count(*) from notification_delivery"));

        Api.patch(ada, "/api/notifications/preferences", "{\"quietHours\":null}")
                .expect(200);

        await().until(() -> messages.size() == 1);
        JsonNode text = Json.read(device.read(messages.getFirst().body()), JsonNode.class);
        assertEquals("Bob mentioned you 2", text.path("title").asText());
        assertEquals(1, text.path("more").asInt());
    }

    @Test
    void whatComesLateAndIntoQuietHoursWaitsForTheirEnd() throws GeneralSecurityException {
        Caller admin = Api.admin(tenant);
        subscribe();
        Api.as(admin).post("/api/queues/push/pause").expect(200);
        add("1");
        quietHoursBegin();

        Api.as(admin).post("/api/queues/push/resume").expect(200);

        await().until(() -> database.number(
                        tenant,
                        "select count(*) from notification_delivery where job is null"
                                + " and due_at > now() + interval '1 hour'")
                == 1);
        add("2");
        assertEquals(List.of(), messages);
        Api.patch(ada, "/api/notifications/preferences", "{\"quietHours\":null}")
                .expect(200);
        await().until(() -> messages.size() == 1);
        JsonNode text = Json.read(device.read(messages.getFirst().body()), JsonNode.class);
        assertEquals(1, text.path("more").asInt());
    }

    @Test
    void noDeviceIsTriedAgainInQuietHours() {
        status = _ -> 429;
        retryAfter = "60";
        subscribe();
        add("1");
        await().until(() -> devices("retrying") == 1);
        quietHoursBegin();

        Api.post(
                        ada,
                        "/api/jobs/" + database.text(tenant, "select id from job where type = 'notify.push.device'")
                                + "/retry",
                        "")
                .expect(200);

        await().until(() -> database.number(
                        tenant,
                        "select count(*) from job where type = 'notify.push.device' and state = 'retrying'"
                                + " and next_attempt_at > now() + interval '1 hour'")
                == 1);
        assertEquals(1, messages.size());
    }

    /// What was planned before does not hear of it.
    private void quietHoursBegin() {
        Preferences quiet = new Preferences(
                Map.of(),
                Digest.IMMEDIATELY,
                new QuietHours(LocalTime.of(0, 0), LocalTime.of(23, 59)),
                Quiet.zone(),
                List.of());
        database.transaction(tenant, connection -> {
            PreferenceTable.put(connection, ada.tenant(), ada.subject(), quiet, Instant.now());
            return quiet;
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void deviceThatIsGoneIsForgotten(int answer) {
        status = _ -> answer;
        subscribe();

        add("1");

        await().until(() -> database.number(tenant, "select count(*) from push_subscription") == 0);
        assertEquals(1, messages.size());
    }

    @Test
    void pushServiceThatIsBusyIsAskedAgain() {
        status = count -> count < 3 ? 503 : 201;
        subscribe();

        add("1");

        await().until(() -> messages.size() == 3);
        await().until(() ->
                database.number(tenant, "select count(*) from job where type = 'notify.push.device' and state = 'done'")
                        == 1);
        assertEquals(messages.getFirst().header("Topic"), messages.getLast().header("Topic"));
    }

    @Test
    void pushServiceThatSaysWhenIsNotAskedBefore() {
        status = _ -> 429;
        retryAfter = "3600";
        subscribe();

        add("1");

        await().until(() -> database.number(
                        tenant,
                        "select count(*) from job where type = 'notify.push.device' and state = 'retrying'"
                                + " and next_attempt_at between now() + interval '58 minutes' and now() + interval '67 minutes'")
                == 1);
        assertEquals(1, messages.size());
    }

    @Test
    void deviceThatIsNotReachedAgainAndAgainRestsUntilItIsReached() throws IOException {
        post(body(nowhere(), device.p256dh(), device.auth())).expect(201);
        for (int i = 1; i <= 5; i++) {
            assertEquals(0, resting());
            add("unreached " + i);
            int dead = i;
            await().until(() -> devices("dead") == dead);
        }
        assertEquals(1, resting());
        assertEquals(15, database.number(tenant, "select sum(attempts) from job where type = 'notify.push.device'"));

        add("not sent");
        await().until(() -> database.number(tenant, "select count(*) from notification_delivery") == 0);
        assertEquals(5, database.number(tenant, "select count(*) from job where type = 'notify.push.device'"));

        database.update(
                tenant,
                "update push_subscription set rests_until = now() - interval '1 minute', endpoint = ?",
                endpoint());
        add("sent");
        await().until(() -> devices("done") == 1);
        assertEquals(1, messages.size());
        assertEquals(0, database.number(tenant, "select unreached from push_subscription"));
    }

    private long devices(String state) {
        return database.number(
                tenant, "select count(*) from job where type = 'notify.push.device' and state = ?", state);
    }

    private long resting() {
        return database.number(
                tenant, "select count(*) from push_subscription where rests_until > now() + interval '23 hours'");
    }

    /// Nobody listens there.
    private static String nowhere() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + closed.getLocalPort() + "/push";
        }
    }

    @Test
    void subscriptionIsKeptOncePerDeviceAndGivenUpByItsOwnerOnly() {
        String id = subscribe();
        assertEquals(id, subscribe());
        Api.get(ada, "/api/notifications/push")
                .expect(200)
                .body("subscriptions", hasSize(1))
                .body("subscriptions[0].label", equalTo("phone"));
        Api.get(Api.user(tenant, "bob"), "/api/notifications/push").body("subscriptions", hasSize(0));

        String path = "/api/notifications/push/subscriptions/" + id;
        Api.as(Api.user(tenant, "bob")).delete(path).expect(404);
        Api.as(ada).delete(path).expect(204);
        Api.as(ada).delete(path).expect(404);
    }

    @Test
    void whatWasSubscribedInASessionEndsWithIt() {
        UUID session = Ids.next();
        Caller elsewhere = Api.user(Api.freshTenant(), "ada");
        Caller other = Api.user(tenant, "bob");
        List.of(ada, elsewhere, other).forEach(who -> subscribe(who, session, endpoint()));
        subscribe(ada, Ids.next(), endpoint() + "/kept");

        end(session);

        await().untilAsserted(() -> devicesOf(ada, endpoint() + "/kept"));
        devicesOf(elsewhere);
        devicesOf(other, endpoint());
    }

    @Test
    void nothingIsSubscribedAnyMoreInASessionThatHasEnded() {
        UUID session = Ids.next();
        Caller elsewhere = Api.user(Api.freshTenant(), "ada");
        end(session);
        await().until(() -> database.number(tenant, "select count(*) from ended_session") == 1);

        for (Caller who : List.of(ada, elsewhere)) {
            subscribing(who, session, endpoint()).expect(401);
            devicesOf(who);
        }
        subscribe(ada, Ids.next(), endpoint());
        devicesOf(ada, endpoint());
    }

    @Test
    void whatIsBeingSubscribedWhileItsSessionEndsEndsToo() {
        UUID session = Ids.next();
        Subscription late = new Subscription(
                Ids.next(),
                ada.subject(),
                endpoint(),
                device.p256dh(),
                device.auth(),
                null,
                Instant.now(),
                session,
                null,
                null);

        database.transaction(tenant, connection -> {
            assertTrue(SubscriptionTable.put(connection, ada.tenant(), late));
            end(session);
            await().until(() ->
                    database.number(tenant, "select count(*) from pg_locks where locktype = 'advisory' and not granted")
                            >= 1);
            return late;
        });

        await().untilAsserted(() -> devicesOf(ada));
    }

    private void end(UUID session) {
        kafka.send(
                Ids.next().toString(),
                new Event.SessionEnded(new TenantId(tenant), ada.subject(), session.toString()),
                null);
    }

    @Test
    void whatHasEndedGivesWayBeforeWhatLivesAndWhatIsRenewedIsNew() {
        for (int i = 0; i < PushResource.MOST_DEVICES; i++) {
            subscribe(ada, Ids.next(), endpoint() + "/" + i);
        }
        endDevice(endpoint() + "/18");
        endDevice(endpoint() + "/19");

        List.of("/0", "/20", "/21").forEach(path -> subscribe(ada, Ids.next(), endpoint() + path));
        assertEquals(20, database.number(tenant, "select count(*) from push_subscription"));
        subscribe(ada, Ids.next(), endpoint() + "/22");

        devicesOf(
                ada,
                IntStream.of(22, 21, 20, 0, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2)
                        .mapToObj(i -> endpoint() + "/" + i)
                        .toArray(String[]::new));
    }

    @Test
    void whatHasEndedIsForgottenAlsoWhereNobodySubscribes() throws SQLException {
        subscribe(ada, Ids.next(), endpoint());
        subscribe(ada, Ids.next(), endpoint() + "/living");
        endDevice(endpoint());
        database.update(
                tenant,
                "insert into ended_session (session, tenant, subject, at) values"
                        + " (gen_random_uuid(), ?, 'user:ada', now() - interval '1 hour')",
                tenant);

        purge.run();

        assertEquals(1, database.number(tenant, "select count(*) from push_subscription"));
        assertEquals(0, database.number(tenant, "select count(*) from ended_session"));
    }

    private void endDevice(String endpoint) {
        database.update(
                tenant,
                "update push_subscription set ends_at = now() - interval '1 hour' where endpoint = ?",
                endpoint);
    }

    @Test
    void whatWasSubscribedEndsAtTheLatestWithTheCredential() {
        Caller until = new Caller(
                ada.subject(),
                ada.tenant(),
                ada.handle(),
                ada.roles(),
                ada.scopes(),
                Instant.now().plusSeconds(3_600));
        subscribe(until, Ids.next(), endpoint());
        devicesOf(ada, endpoint());

        database.update(tenant, "update push_subscription set ends_at = ends_at - interval '2 hours'");

        devicesOf(ada);
        add("1");
        assertEquals(0, database.number(tenant, "select count(*) from notification_delivery"));
    }

    private void subscribe(Caller who, UUID session, String endpoint) {
        subscribing(who, session, endpoint).expect(201);
    }

    private Answer subscribing(Caller who, UUID session, String endpoint) {
        return Api.as(who)
                .header(SessionOfCaller.HEADER, session.toString())
                .contentType("application/json")
                .body(body(endpoint, device.p256dh(), device.auth()))
                .post("/api/notifications/push/subscriptions");
    }

    private static void devicesOf(Caller who, String... endpoints) {
        Api.get(who, "/api/notifications/push").expect(200).body("subscriptions.endpoint", equalTo(List.of(endpoints)));
    }

    @Test
    void subscriptionThatIsNoneIsRefused() {
        for (String endpoint :
                List.of("", "ftp://push.example/x", "http://user@127.0.0.1/x", "http://0x7f.1/x", "nonsense")) {
            post(body(endpoint, device.p256dh(), device.auth())).expect(400);
        }
        post(body(endpoint(), "AAAA", device.auth())).expect(400);
        post(body(endpoint(), device.p256dh(), "")).expect(400);
        post("{}").expect(400);
    }

    private void assertSigned(String authorization) throws GeneralSecurityException {
        assertTrue(authorization.startsWith("vapid t="), authorization);
        String token = authorization.replaceFirst("vapid t=([^,]+),.*", "$1");
        String key = authorization.replaceFirst(".*k=", "");
        assertEquals(Api.get(ada, "/api/notifications/push").path("publicKey"), key);
        String[] parts = token.split("\\.");
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(Receiver.key(Receiver.bytes(key)));
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertTrue(signature.verify(Receiver.bytes(parts[2])));
        JsonNode claims = Json.read(Receiver.bytes(parts[1]), JsonNode.class);
        assertEquals(
                "http://127.0.0.1:" + service.getAddress().getPort(),
                claims.path("aud").asText());
        assertEquals("mailto:no-reply@atrium.localhost", claims.path("sub").asText());
        assertTrue(
                claims.path("exp").asLong() <= Instant.now().plusSeconds(86_400).getEpochSecond());
    }

    private String subscribe() {
        return post(body(endpoint(), device.p256dh(), device.auth()))
                .expect(201)
                .path("id");
    }

    private Answer post(String body) {
        return Api.post(ada, "/api/notifications/push/subscriptions", body);
    }

    private static String body(String endpoint, String p256dh, String auth) {
        return Json.write(
                Map.of("endpoint", endpoint, "keys", Map.of("p256dh", p256dh, "auth", auth), "label", "phone"));
    }

    private String endpoint() {
        return "http://127.0.0.1:" + service.getAddress().getPort() + "/push";
    }

    private void add(String source) {
        Notification notification = Notification.of(source, "user:ada", Category.MENTION, "Bob mentioned you " + source)
                .withLink("/?room=1");
        database.transaction(tenant, connection -> notifier.add(connection, new TenantId(tenant), notification));
    }
}
