package dev.atrium.gateway.plan;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.redis.Redis;
import dev.atrium.gateway.testing.AccessTokens;
import dev.atrium.gateway.testing.Database;
import dev.atrium.gateway.testing.Endings;
import dev.atrium.gateway.testing.Events;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import dev.atrium.gateway.testing.Listener;
import dev.atrium.gateway.testing.People;
import dev.atrium.gateway.testing.Sockets;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.Event.UsageReported.Amount;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.usage.Meter;
import dev.atrium.platform.usage.UsedUp;
import dev.atrium.platform.web.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Plans, what was used of them, and what happens when nothing is left. The plan `tiny` of the tests has 10
/// messages, 1 workflow, 1,000 bytes and 2 members.
@QuarkusTest
final class QuotaTest {

    private static final String MESSAGES = "/api/rooms/r1/messages";

    @Inject
    MeterRegistry metrics;

    @Inject
    Redis redis;

    @Inject
    QuotaWarnings warnings;

    @Inject
    Pricing pricing;

    private final AccessTokens provider = StandIn.fresh().provider();
    private final Operators operators = Operators.of(provider);
    private final People ada = People.stranger(provider);
    private final People bob = People.stranger(provider);
    private final String home = ada.found();
    private final String away = bob.found();

    @Test
    void aPlanShowsWhatWasUsedOfIt() {
        assertEquals(
                "unlimited",
                ada.in(home, "GET", "/api/plan").json().path("plan").asText());

        operators.give(home, "tiny");
        use(home, Meter.MESSAGES, 4);

        await().until(() -> quota("messages").path("used").asLong() == 4);
        assertEquals(10, quota("messages").path("limit").asLong());
        assertEquals(
                Month.of(Instant.now()).end(),
                Instant.parse(quota("messages").path("resetsAt").asText()));
        assertEquals(1, quota("members").path("used").asLong());
        assertTrue(quota("stored-bytes").path("resetsAt").isMissingNode());
        assertTrue(quota("requests").path("limit").isMissingNode());
        assertEquals(200, ada.ask("GET", "/api/plan").status());
        assertTrue(ada.ask("GET", "/api/plans").text().contains("\"tiny\""));
    }

    @Test
    void whoHasUsedUpTheMessagesSendsNoMoreAndDoesAllElse() {
        operators.give(home, "tiny");
        operators.give(away, "tiny");
        use(away, Meter.MESSAGES, 9);
        use(home, Meter.MESSAGES, 10);

        Answer refused = await().until(() -> send(ada, home), answer -> answer.status() != 200);

        refused.assertProblem(ProblemType.QUOTA_EXCEEDED);
        assertEquals("messages", refused.json().at("/violated-policies/0").asText());
        long wait = Long.parseLong(refused.header("Retry-After"));
        assertTrue(wait > 0 && wait <= Duration.ofDays(31).toSeconds(), refused.header("Retry-After"));
        assertEquals(200, ada.in(home, "GET", MESSAGES).status());
        assertEquals(200, ada.in(home, "DELETE", MESSAGES + "/m1").status());
        assertEquals(200, send(bob, away).status());
        assertEquals(200, send(ada, "").status());
        await().until(() -> inRedis().has(new TenantId(home), Meter.MESSAGES));
        assertFalse(inRedis().has(new TenantId(away), Meter.MESSAGES));

        operators.give(home, "unlimited");
        await().until(() -> send(ada, home).status() == 200);
    }

    @Test
    void whileTheDatabaseIsAwayWhatWasKnownLastCountsInRoomsToo() {
        String near = "execute on function near_quotas(float8, timestamptz, text, text[], text[], bigint[], boolean[])";
        Database.execute("revoke " + near + " from gateway");
        try {
            redis(Request.cmd(Command.SET)
                    .arg(UsedUp.KEY)
                    .arg(UsedUp.NOTHING.text())
                    .arg("EX")
                    .arg(30));

            await().until(() -> Long.parseLong(redis(Request.cmd(Command.TTL).arg(UsedUp.KEY))) > 30);
        } finally {
            Database.execute("grant " + near + " to gateway");
        }
    }

    @Test
    void workflowsAndExportsAreStartedWithinThePlan() {
        operators.give(home, "tiny");
        Events.write(event(new Event.WorkflowChanged(new TenantId(home), "w", "x", 1, "queued", null, ada.subject())));

        await().until(() -> ada.in(home, "POST", "/api/workflow/start", "{}").status() == 429);

        ada.in(home, "POST", "/api/exports", "{}").assertProblem(ProblemType.QUOTA_EXCEEDED);
        assertEquals(200, ada.in(home, "GET", "/api/workflows").status());
    }

    @Test
    void whatDoesNotFitIsNotUploaded() {
        operators.give(home, "tiny");

        Answer refused = ada.in(home, "POST", "/api/upload", "x".repeat(1_001));

        refused.assertProblem(ProblemType.QUOTA_EXCEEDED);
        assertEquals("", refused.header("Retry-After"));
        assertEquals(200, ada.in(home, "POST", "/api/upload", "x".repeat(1_000)).status());
        assertEquals(200, bob.in(away, "POST", "/api/upload", "x".repeat(1_001)).status());
    }

    @Test
    void anOrganisationHasAsManyMembersAsItsPlan() {
        operators.give(home, "tiny");
        People.stranger(provider).into(home, "viewer");
        assertEquals(2, quota("members").path("used").asLong());

        Answer refused = invited().assertProblem(ProblemType.QUOTA_EXCEEDED);
        assertEquals("members", refused.json().at("/violated-policies/0").asText());
        operators.give(home, "free");
        assertEquals(200, invited().status());
    }

    @Test
    void howOldIsWhatIsKnownCanBeSeen() {
        await().until(() -> metrics.get("atrium.gateway.quotas.age").timeGauge().value(TimeUnit.SECONDS) < 10);
    }

    @Test
    void administratorsAreToldOnceOfEachPartOfEachPlan() {
        People editor = People.stranger(provider).into(home, "editor");
        operators.give(home, "tiny");
        use(home, Meter.MESSAGES, 8);
        await().until(() -> quota("messages").path("used").asLong() == 8);
        tell();
        tell();

        use(home, Meter.MESSAGES, 2);
        await().until(() -> quota("messages").path("used").asLong() == 10);
        tell();
        tell();
        await().until(() -> told().size() == 2);

        assertEquals(
                List.of(80, 100),
                told().stream().map(Event.QuotaReached::percent).toList());
        operators.give(home, "small");
        await().until(() -> planOf(home).equals("small"));
        tell();
        await().until(() -> told().size() == 3);
        assertEquals(80, told().getLast().percent());
        assertEquals(12, told().getLast().limit());
        assertEquals(List.of(ada.subject()), told().getFirst().administrators());
        assertFalse(told().getFirst().administrators().contains(editor.subject()));
    }

    /// Of all tenants of all tests: on a busy machine the database may need longer than its answer is waited for.
    private void tell() {
        await().ignoreExceptions().until(() -> {
            warnings.tell();
            return true;
        });
    }

    @Test
    void onlyTheOperatorGivesPlans() {
        String path = "/api/tenants/" + home + "/plan";

        for (String stranger : List.of(
                ada.token(),
                Operators.member(provider, Operators.TENANT, "editor"),
                Operators.member(provider, "others", "admin"))) {
            Gateway.sendJson("PUT", path, "{\"plan\":\"pro\"}", "Authorization", stranger)
                    .assertProblem(ProblemType.NOT_FOUND);
        }
        ada.in(home, "DELETE", path).assertProblem(ProblemType.NOT_FOUND);
        ada.in(home, "GET", path).assertProblem(ProblemType.NOT_FOUND);
        operators.plan(home, "nonsense").assertProblem(ProblemType.INVALID_REQUEST);
        operators.plan("commons", "free").assertProblem(ProblemType.NOT_FOUND);
        assertEquals("unlimited", planOf(home));
    }

    @Test
    void whatIsPaidForIsThePlanInWhateverOrderItIsTold() {
        Operators.Source stripe = Operators.source(operators.admin());
        String subscription = "sub_" + Ids.next();
        stripe.tell(home, subscription, "updated", 200, "active", "price_tiny");
        stripe.tell(home, subscription, "created", 100, "incomplete", "price_tiny");
        await().until(() -> planOf(home).equals("tiny"));

        stripe.tell(home, subscription, "updated", 300, "active", "pro");
        await().until(() -> planOf(home).equals("pro"));
        operators.give(home, "free");
        assertEquals("free", planOf(home));
        assertEquals(
                204,
                Gateway.send("DELETE", "/api/tenants/" + home + "/plan", "Authorization", operators.admin())
                        .status());
        assertEquals("pro", planOf(home));

        stripe.tell(home, subscription, "deleted", 400, "canceled", "pro");
        stripe.tell(home, subscription, "updated", 500, "active", "pro");
        await().until(() -> planOf(home).equals("unlimited"));
        // The next one's effect shows that the late one has had its turn, and none: they have one key each, so wait.
        stripe.tell(home, "sub_" + Ids.next(), "created", 600, "trialing", "price_tiny");
        await().until(() -> planOf(home).equals("tiny"));
        assertTrue(Database.deeds(home).contains("plan.set"));
        assertTrue(Database.deeds(home).contains("subscription.change"));
    }

    @Test
    void aSubscriptionEndsWhateverIsSoldUnderItsPrice() {
        Operators.Source stripe = Operators.source(operators.admin());
        String subscription = "sub_" + Ids.next();
        stripe.tell(home, subscription, "created", 100, "active", "price_tiny");
        await().until(() -> planOf(home).equals("tiny"));

        stripe.tell(home, subscription, "updated", 200, "active", "price_not_sold_yet");
        stripe.tell(home, subscription, "deleted", 300, "canceled", "price_not_sold_any_more");

        await().until(() -> planOf(home).equals("unlimited"));
        assertEquals("canceled", Database.text("select status from subscriptions where id = ?", subscription));
    }

    @Test
    void aSubscriptionGetsThePlanThatIsSoldUnderItsPriceLater() {
        String subscription = "sub_" + Ids.next();
        Operators.source(operators.admin()).tell(home, subscription, "created", 100, "active", "price_later");
        await().until(() -> Database.count("select count(*) from subscriptions where id = ?", subscription) == 1);
        assertEquals("unlimited", planOf(home));

        // As if the price had been unknown when it was told of, and was configured now.
        Database.execute("update subscriptions set prices = '{price_tiny}' where id = '" + subscription + "'");
        pricing.run().await().atMost(Patience.USUAL);

        assertEquals("tiny", planOf(home));
    }

    @Test
    void aSubscriptionThatMovesIsWorthNothingToTheFormerTenant() {
        Operators.Source stripe = Operators.source(operators.admin());
        String subscription = "sub_" + Ids.next();
        stripe.tell(home, subscription, "created", 100, "active", "price_tiny");
        await().until(() -> planOf(home).equals("tiny"));

        stripe.tell(away, subscription, "updated", 200, "active", "price_tiny");
        await().until(() -> planOf(away).equals("tiny"));
        assertEquals("unlimited", planOf(home));

        stripe.tell(home, subscription, "updated", 150, "active", "price_tiny");
        stripe.tell(home, "sub_" + Ids.next(), "created", 100, "active", "pro");
        await().until(() -> planOf(home).equals("pro"));
        assertEquals("tiny", planOf(away));
        assertEquals(
                "t",
                Database.text(
                        "select bool_and(live = (told_at = '1970-01-01 00:03:20Z')) from subscriptions where id = ?",
                        subscription));
    }

    @Test
    void aSourceOfPaymentsCountsAsLongAsItsMakerAdministratesTheOperatorsOrganisation() {
        String id = olderSource(ada.in(home, "POST", "/api/webhook-sources", Operators.OTHER_WISH), home)
                .path("id")
                .asText();
        String found = "select count(*) from find_webhook_source(?::uuid, '" + home + "')";
        assertEquals(1, Database.count(found, id));

        Database.execute("set atrium.tenant = '" + home + "'; update memberships set role = 'editor' where tenant = '"
                + home + "'");

        assertEquals(0, Database.count(found, id));
        assertEquals(1, Database.count(found.replace(home, "operators"), id));
    }

    @Test
    void whoMayNotRegisterASourceOfPaymentsAnyMoreGetsNoSecretOfIt() {
        String name = "op-" + Ids.next();
        String id = Operators.source(Operators.as(provider, name, "admin"))
                .source()
                .path("id")
                .asText();

        Gateway.sendJson(
                        "POST",
                        "/api/webhook-sources/" + id + "/rotations",
                        "{\"secret\":\"whsec_0123456789abcdef\"}",
                        "Authorization",
                        Operators.as(provider, name, "editor"))
                .assertProblem(ProblemType.FORBIDDEN);
    }

    @Test
    void socketsEndWhenTheirTenantsPlanHasNothingLeftOfThem() throws Exception {
        Listener listener =
                Listener.open(Sockets.options(Sockets.PATH, ada.token()).addHeader("Atrium-Organisation", home));
        Listener other =
                Listener.open(Sockets.options(Sockets.PATH, bob.token()).addHeader("Atrium-Organisation", away));
        operators.give(home, "brief");
        operators.give(away, "brief");
        assertTrue(listener.isOpen());

        use(home, Meter.SOCKET_SECONDS, 1_000_000);

        listener.awaitEnd(Patience.USUAL, 4429, "quota-exceeded");
        assertTrue(other.isOpen());
        Answer refused = ada.in(home, "GET", Sockets.PATH);
        refused.assertProblem(ProblemType.QUOTA_EXCEEDED);
        assertFalse(refused.header("Retry-After").isEmpty());
    }

    @Test
    void whatOthersSayOfPaymentsCountsForNothing() {
        Operators.Source stranger = new Operators.Source(
                olderSource(ada.ask("POST", "/api/webhook-sources", Operators.OTHER_WISH), "commons"));
        stranger.tell(home, "sub_x", "created", 100, "active", "pro");
        Operators.Source stripe = Operators.source(operators.admin());
        stripe.tell(away, "sub_y", "created", 100, "active", "price_nobody_knows");
        stripe.tell(away, "sub_z", "created", 100, "active", "pro");
        await().until(() -> planOf(away).equals("pro"));

        await().until(() -> Endings.of(stranger.id()).size() == 1);
        assertTrue(Endings.of(stranger.id()).getFirst().failed());
        assertEquals("unlimited", planOf(home));
    }

    @Test
    void whatBecameOfEachPaymentIsTold() {
        Operators.Source stripe = Operators.source(operators.admin());
        String subscription = "sub_" + Ids.next();
        stripe.tell(home, subscription, "created", 100, "active", "price_nobody_knows");
        stripe.tell("", "sub_" + Ids.next(), "created", 100, "active", "pro");
        stripe.tell(home, "sub_" + Ids.next(), "trial_will_end", 100, "active", "pro");
        stripe.tell(away, "sub_" + Ids.next(), "created", 100, "active", "price_tiny");
        await().until(() -> Database.count("select count(*) from subscriptions where id = ?", subscription) == 1);
        stripe.tell(home, subscription, "updated", 50, "active", "pro");

        await().until(() -> Endings.of(stripe.id()).size() == 5);
        assertEquals(
                Set.of(
                        "failed no plan is",
                        "failed the subscription's metadata",
                        "done ignored: it is",
                        "done ignored: something newer",
                        "done"),
                Endings.of(stripe.id()).stream().map(QuotaTest::beginning).collect(Collectors.toSet()));
        assertEquals(
                Set.of(Operators.TENANT),
                Endings.of(stripe.id()).stream()
                        .map(end -> end.tenant().value())
                        .collect(Collectors.toSet()));
    }

    @Test
    void onlyAdministratorsOfTheOperatorRegisterSourcesOfPayments() {
        for (String other : List.of(
                ada.token(),
                Operators.member(provider, "acme", "admin"),
                Operators.member(provider, Operators.TENANT, "editor"))) {
            Gateway.sendJson("POST", "/api/webhook-sources", Operators.WISH, "Authorization", other)
                    .assertProblem(ProblemType.FORBIDDEN);
        }
        ada.in(home, "POST", "/api/webhook-sources", Operators.WISH).assertProblem(ProblemType.FORBIDDEN);
    }

    /// How a delivery ended, and the first three words of why.
    private static String beginning(Event.WebhookHandled end) {
        String note = Objects.requireNonNullElse(end.note(), "");
        String words = Arrays.stream(note.split(" ")).limit(3).collect(Collectors.joining(" "));
        return ((end.failed() ? "failed " : "done ") + words).strip();
    }

    /// A source of payments that was registered when everybody could.
    private static JsonNode olderSource(Answer generic, String tenant) {
        assertEquals(201, generic.status(), generic.text());
        JsonNode source = generic.json();
        Database.execute(
                "set atrium.tenant = '" + tenant + "'; update webhook_sources set type = 'PAYMENT' where id = '"
                        + source.path("id").asText() + "'");
        return source;
    }

    /// What becomes of bob, who is invited and comes.
    private Answer invited() {
        String email = Ids.next() + "@example.org";
        String id = ada.ask(
                        "POST",
                        "/api/organisations/" + home + "/invitations",
                        "{\"email\":\"" + email + "\",\"role\":\"viewer\"}")
                .json()
                .path("id")
                .asText();
        await().until(() -> !Events.about(Topic.IDENTITY_EVENTS, id).isEmpty());
        String link = ((Event.InvitationSent)
                        Events.about(Topic.IDENTITY_EVENTS, id).getFirst().event())
                .link();
        return bob.ask(
                "POST", "/api/invitations/accept", "{\"token\":\"" + link.substring(link.indexOf('=') + 1) + "\"}");
    }

    private List<Event.QuotaReached> told() {
        return Events.about(Topic.IDENTITY_EVENTS, home).stream()
                .map(CloudEvent::event)
                .filter(Event.QuotaReached.class::isInstance)
                .map(Event.QuotaReached.class::cast)
                .toList();
    }

    private String planOf(String organisation) {
        return Gateway.send("GET", "/api/tenants/" + organisation + "/plan", "Authorization", operators.admin())
                .json()
                .path("plan")
                .asText();
    }

    private JsonNode quota(String meter) {
        for (JsonNode quota : ada.in(home, "GET", "/api/plan").json().path("quotas")) {
            if (quota.path("meter").asText().equals(meter)) {
                return quota;
            }
        }
        throw new AssertionError("no quota of " + meter);
    }

    private static Answer send(People person, String organisation) {
        return organisation.isEmpty()
                ? person.ask("POST", MESSAGES, "{\"content\":\"x\"}")
                : person.in(organisation, "POST", MESSAGES, "{\"content\":\"x\"}");
    }

    private UsedUp inRedis() {
        return UsedUp.parse(redis(Request.cmd(Command.GET).arg(UsedUp.KEY)));
    }

    private String redis(Request command) {
        return redis.send(command)
                .await()
                .atMost(Patience.USUAL)
                .map(Object::toString)
                .orElse("");
    }

    private static void use(String tenant, Meter meter, long amount) {
        Amount used = new Amount(meter.label(), "", Instant.now(), amount);
        Events.write(event(new Event.UsageReported(new TenantId(tenant), List.of(used))));
    }

    private static CloudEvent event(Event event) {
        return new CloudEvent(Ids.next().toString(), "/test", Instant.now(), null, event);
    }
}
