package dev.atrium.jobs.notify.mail;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.Notification;
import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.jobs.testing.Mails;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// What is put on the suppression list by hand, and by the operator's mail provider.
@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class SuppressionTest {

    private static final String SUPPRESSIONS = "/api/notifications/suppressions";
    private static final String REPORTS = "/api/notifications/mail-reports";

    @SuppressWarnings("NullAway.Init")
    Mails mails;

    @Inject
    Notifier notifier;

    @Inject
    Database database;

    @Inject
    Kafka kafka;

    private final String tenant = Api.freshTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller admin = Api.admin(tenant);
    private final Caller provider = TestTokens.caller("key:mail", Api.OPERATORS, "organisations:write");
    private final String address = "ada" + Ids.next() + "@mail.example";

    @Test
    void addressThatAnAdminHasPutThereGetsNoMailOfAnyKind() {
        hasAddress();

        suppress("{\"email\":\"" + address.toUpperCase(Locale.ROOT) + "\",\"detail\":\"left us\"}")
                .expect(201)
                .body("email", equalTo(address))
                .body("reason", equalTo("manual"))
                .body("category", nullValue());

        String id = suppress("{\"email\":\"" + address + "\"}")
                .expect(200)
                .body("detail", equalTo("left us"))
                .path("id");
        mention("1");
        awaitMailJobs(1);
        assertEquals(List.of(), mails.to(address));
        Api.get(ada, "/api/notifications/address").body("bounces", equalTo(true));
        Api.delete(admin, SUPPRESSIONS + "/" + id).expect(204);
        mention("2");
        await().until(() -> mails.to(address).size() == 1);
        await().untilAsserted(() -> assertEquals(
                List.of(
                        "user:boss suppression.add {category=all, reason=manual}",
                        "user:boss suppression.remove {category=all, reason=manual}"),
                kafka.deeds(tenant)));
    }

    @Test
    void addressThatAnAdminHasPutThereForACategoryGetsTheRest() {
        hasAddress();

        suppress("{\"email\":\"" + address + "\",\"category\":\"mention\"}").expect(201);

        mention("1");
        awaitMailJobs(1);
        add(Notification.of("2", "user:ada", Category.SYSTEM, "Notice"));
        await().until(() -> mails.to(address).size() == 1);
        assertEquals(
                "A notice from your administrators",
                mails.to(address).getFirst().subject());
    }

    @Test
    void onlyAdminsPutAddressesThereAndOnlyValidOnes() {
        Api.post(ada, SUPPRESSIONS, "{\"email\":\"" + address + "\"}").expect(403);
        for (String body : List.of("{}", "{\"email\":\"nobody\"}", "{\"email\":\"a@b.de\",\"category\":\"x\"}")) {
            suppress(body).expect(400);
        }
        suppress("{\"email\":\"a@b.de\",\"detail\":\"" + "x".repeat(1_001) + "\"}")
                .expect(400)
                .body("errors.pointer", hasItem("/detail"));
    }

    @Test
    void addressThatBouncedLaterGetsNothingMoreInWhicheverTenantUntilItsAdminSaysSo() {
        hasAddress();

        report("bounce").expect(204);
        report("bounce").expect(204);

        mention("1");
        awaitMailJobs(1);
        assertEquals(List.of(), mails.to(address));
        String id = Api.get(admin, SUPPRESSIONS)
                .body("items", hasSize(1))
                .body("items[0].reason", equalTo("bounce"))
                .body("items[0].detail", equalTo("5.1.1 no such user"))
                .path("items[0].id");
        Caller elsewhere = Api.user(Api.freshTenant(), "eve");
        put(elsewhere, 409);

        Api.delete(admin, SUPPRESSIONS + "/" + id).expect(204);
        mention("2");
        await().until(() -> mails.to(address).size() == 1);
        put(elsewhere, 409);

        report("bounce").expect(204);
        Api.get(ada, "/api/notifications/address").body("bounces", equalTo(true));
    }

    @Test
    void whoTakesMailForSpamGetsNoNotificationsUntilItChoosesThemAgain() {
        hasAddress();

        report("complaint").expect(204);

        mention("1");
        awaitMailJobs(1);
        assertEquals(List.of(), mails.to(address));
        Api.get(admin, SUPPRESSIONS).body("items.reason", equalTo(List.of("complaint")));
        put(ada, 202);
        await().until(() -> mails.to(address).size() == 1);
        assertEquals("Confirm your address", mails.to(address).getFirst().subject());

        for (boolean mailed : List.of(false, true)) {
            String choice = "{\"categories\":{\"mention\":{\"email\":" + mailed + "}}}";
            Api.patch(ada, "/api/notifications/preferences", choice).expect(200);
        }
        mention("2");
        await().until(() -> mails.to(address).size() == 2);
    }

    @Test
    void onlyTheOperatorsKeysReport() {
        String body = "{\"address\":\"" + address + "\",\"kind\":\"bounce\"}";

        Api.post(TestTokens.caller("key:mail", tenant, "organisations:write"), REPORTS, body)
                .expect(404);
        Api.post(TestTokens.caller("key:mail", Api.OPERATORS, "notifications:send"), REPORTS, body)
                .expect(403);
        Api.post(provider, REPORTS, "{}").expect(400).body("errors.pointer", equalTo(List.of("/address", "/kind")));
        Api.post(provider, REPORTS, "{\"address\":\"a@b.de\",\"kind\":\"soft\"}")
                .expect(400);
    }

    private Answer suppress(String body) {
        return Api.post(admin, SUPPRESSIONS, body);
    }

    private Answer report(String kind) {
        return Api.post(
                provider,
                REPORTS,
                "{\"address\":\"" + address + "\",\"kind\":\"" + kind + "\",\"detail\":\"5.1.1 no such user\"}");
    }

    private void put(Caller who, int status) {
        Api.as(who)
                .contentType("application/json")
                .body("{\"email\":\"" + address + "\"}")
                .put("/api/notifications/address")
                .expect(status);
    }

    private void hasAddress() {
        database.update(
                tenant,
                "insert into mail_address (tenant, subject, email, confirmed, confirmed_at)"
                        + " values (?, 'user:ada', ?, true, now())",
                tenant,
                address);
    }

    private void mention(String source) {
        add(Notification.of(source, "user:ada", Category.MENTION, "Bob mentioned you " + source));
    }

    private void add(Notification notification) {
        database.transaction(tenant, connection -> notifier.add(connection, new TenantId(tenant), notification));
    }

    private void awaitMailJobs(int count) {
        await().until(() ->
                database.number(tenant, "select count(*) from job where type = 'notify.mail' and state = 'done'")
                        == count);
    }
}
