package dev.atrium.gateway.usage;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.AccessTokens;
import dev.atrium.gateway.testing.Database;
import dev.atrium.gateway.testing.Events;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.People;
import dev.atrium.gateway.testing.Sockets;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.Event.UsageReported.Amount;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// What is counted here and told from elsewhere, as administrators see it.
@QuarkusTest
final class UsageTest {

    @Inject
    RequestMeter meter;

    @Inject
    UsagePurge purge;

    private final Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);

    private final StandIn services = StandIn.fresh();
    private final AccessTokens provider = services.provider();
    private final People ada = People.stranger(provider);
    private final People bob = People.stranger(provider);
    private final String home = ada.found();
    private final String away = bob.found();

    @Test
    void whatGoesThroughHereIsCountedForWhoseItIs() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertEquals(200, ada.in(home, "GET", "/api/rooms").status());
        }
        WebSocketConnectOptions options =
                Sockets.options(Sockets.PATH, ada.token()).addHeader("Atrium-Organisation", home);
        WebSocket socket = Sockets.open(options);
        socket.writeTextMessage("x".repeat(20_000));

        await().until(() -> sum(ada, home, "socket-seconds") > 0);
        await().until(() -> sum(ada, home, "received-bytes") > 20_000);
        await().until(() -> sum(ada, home, "sent-bytes") > 20_000);
        assertTrue(sum(ada, home, "requests") >= 4);
        assertEquals(0, sum(bob, away, "socket-seconds"));
        socket.close();
    }

    @Test
    void whatALongRequestCarriesIsCountedBeforeItsEnd() {
        CompletableFuture<HttpServerResponse> begun = new CompletableFuture<>();
        services.answers(request -> {
            HttpServerResponse response = request.response();
            Future<Void> _ = response.putHeader("Content-Length", "200000").write("x".repeat(100_000));
            begun.complete(response);
        });
        CompletableFuture<Gateway.Answer> answer =
                CompletableFuture.supplyAsync(() -> ada.in(home, "GET", "/api/rooms"), Thread.ofVirtual()::start);

        await().until(() -> sum(ada, home, "sent-bytes") >= 100_000);
        assertFalse(answer.isDone());

        Future<Void> _ = begun.join().end("x".repeat(100_000));
        assertEquals(200, answer.join().status());
        await().until(() -> sum(ada, home, "sent-bytes") >= 200_000);
        // Twice 200,000 if it were counted again at its end; asking counts too.
        assertTrue(sum(ada, home, "sent-bytes") < 400_000);
    }

    @Test
    void aRequestWhoseAnswerIsBrokenOffIsForgotten() {
        int before = meter.underWay();
        services.answers(request -> {
            HttpServerResponse response = request.response().setChunked(true);
            Future<Void> _ = response.write("x".repeat(100_000))
                    .onComplete(_ -> request.connection().close());
        });

        assertThrows(UncheckedIOException.class, () -> ada.in(home, "GET", "/api/rooms"));

        await().until(() -> meter.underWay() <= before);
        await().until(() -> sum(ada, home, "sent-bytes") >= 100_000);
    }

    @Test
    void whatTheDatabaseDoesNotGetDoneTogetherIsAddedEventByEvent() throws SQLException {
        CloudEvent free = report(home, new Amount("messages", "", today, 5));
        CloudEvent held = report(home, new Amount("workflows", "", today, 7));
        try (Connection other = Database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("insert into usage (tenant, subject, grain, meter, start, amount) values ('" + home
                    + "', '', 'total', 'workflows', '1970-01-01 00:00:00Z', 0)");

            Events.write(free, held);
            await().until(() -> {
                Database.textAsApplication("select count(pg_cancel_backend(pid)) from pg_stat_activity"
                        + " where wait_event_type = 'Lock' and query like 'select record_usage%'");
                return sum(ada, home, "messages") == 5;
            });
            other.rollback();
        }

        awaitSum(ada, home, "workflows", 7);
    }

    @Test
    void whatNobodyCanAskForAnyMoreIsForgotten() {
        Database.execute("insert into usage (tenant, subject, grain, meter, start, amount)"
                + " select '" + home + "', '', g, 'purged', now() - d * interval '1 day', d"
                + " from unnest(array['hour', 'day', 'month']) as g, unnest(array[60, 70, 500]) as d");

        purge.run().await().atMost(Patience.USUAL);

        assertEquals(
                "day 60, day 70, hour 60, month 500, month 60, month 70",
                Database.textIn(
                        home,
                        "select string_agg(grain || ' ' || amount, ', ' order by grain || ' ' || amount)"
                                + " from usage where tenant = ? and meter = 'purged'",
                        home));
    }

    @Test
    void aReportCountsOnceHoweverOftenItComes() {
        CloudEvent report = report(home, new Amount("messages", "", today, 5));
        CloudEvent other = report(home, new Amount("messages", "", today, 2));

        Events.write(report, report, other);
        Events.write(report);
        Events.write(report(away, new Amount("messages", "", today, 1)));
        await().until(() -> Database.count("select count(*) from inbox where event_id = ?", other.id()) == 1);
        awaitSum(bob, away, "messages", 1);

        awaitSum(ada, home, "messages", 7);
    }

    @Test
    void usageIsAddedUpByHourDayAndMonthAndPaged() {
        Instant yesterday = today.minus(1, ChronoUnit.DAYS);
        Events.write(report(
                home,
                new Amount("messages", "", yesterday, 1),
                new Amount("messages", "", yesterday.plus(1, ChronoUnit.HOURS), 2),
                new Amount("messages", "", today, 4),
                new Amount("workflows", "", today, 8)));
        awaitSum(ada, home, "workflows", 8);

        assertEquals(List.of("3", "4"), amounts(ada, home, "?meter=messages"));
        assertEquals(List.of("1", "2", "4"), amounts(ada, home, "?meter=messages&by=hour&from=" + yesterday));
        assertEquals(List.of("3"), amounts(ada, home, "?meter=messages&to=" + today));
        JsonNode page = usage(ada, home, "?meter=messages&limit=1");
        assertEquals(1, page.path("items").size());
        assertEquals(
                List.of("4"),
                amounts(
                        ada,
                        home,
                        "?meter=messages&limit=1&cursor="
                                + page.path("nextCursor").asText()));
    }

    @Test
    void ofStoredBytesEachDayShowsTheLevelAtItsEnd() {
        Instant before = today.minus(2, ChronoUnit.DAYS);
        Event.FileInfo small = file(100);
        Event.FileInfo large = file(1_000);
        Events.write(
                event(before, new Event.FileUploaded(new TenantId(home), small)),
                event(today.minus(1, ChronoUnit.DAYS), new Event.FileUploaded(new TenantId(home), large)));
        CloudEvent deletion = event(today, new Event.FileDeleted(new TenantId(home), small, null));
        Events.write(deletion, deletion);

        await().until(() -> amounts(ada, home, "?meter=stored-bytes").equals(List.of("100", "1100", "1000")));
        assertEquals(
                List.of("1100"),
                amounts(ada, home, "?meter=stored-bytes&from=" + today.minus(1, ChronoUnit.DAYS) + "&to=" + today));
    }

    @Test
    void aPageThatIsNoneOfOursIsInvalid() {
        for (String position : List.of("9999999999999999 messages", "-1 messages", "1 nothing")) {
            ada.in(home, "GET", "/api/usage?cursor=" + PageRequest.cursor(position))
                    .assertProblem(ProblemType.INVALID_REQUEST);
        }
    }

    @Test
    void onlyAdministratorsSeeAnOrganisationsUsage() {
        People viewer = People.stranger(provider).into(home, "editor");

        viewer.in(home, "GET", "/api/usage").assertProblem(ProblemType.FORBIDDEN);
        bob.in(home, "GET", "/api/usage").assertProblem(ProblemType.FORBIDDEN);
        assertEquals(401, Gateway.send("GET", "/api/usage").status());
        assertEquals("", Database.textAsApplication("select amount from usage limit 1"));
    }

    @Test
    void inTheCommonsEverybodySeesTheirOwn() {
        Events.write(report(
                "commons",
                new Amount("messages", ada.subject(), today, 3),
                new Amount("messages", bob.subject(), today, 4)));

        await().until(() -> own(ada).equals(List.of("3")));
        await().until(() -> own(bob).equals(List.of("4")));
    }

    private static List<String> own(People person) {
        return texts(person.ask("GET", "/api/usage?meter=messages").json());
    }

    private static void awaitSum(People person, String organisation, String meter, long sum) {
        await().until(() -> sum(person, organisation, meter) == sum);
    }

    private static long sum(People person, String organisation, String meter) {
        return amounts(person, organisation, "?meter=" + meter).stream()
                .mapToLong(Long::parseLong)
                .sum();
    }

    private static List<String> amounts(People person, String organisation, String query) {
        return texts(usage(person, organisation, query));
    }

    private static JsonNode usage(People person, String organisation, String query) {
        Gateway.Answer answer = person.in(organisation, "GET", "/api/usage" + query);
        assertEquals(200, answer.status(), answer.text());
        return answer.json();
    }

    private static List<String> texts(JsonNode page) {
        List<String> amounts = new ArrayList<>();
        page.path("items").forEach(item -> amounts.add(item.path("amount").asText()));
        return amounts;
    }

    private CloudEvent report(String tenant, Amount... amounts) {
        return event(today, new Event.UsageReported(new TenantId(tenant), List.of(amounts)));
    }

    private static CloudEvent event(Instant time, Event event) {
        return new CloudEvent(Ids.next().toString(), "/test", time, null, event);
    }

    private Event.FileInfo file(long sizeBytes) {
        return new Event.FileInfo(
                Ids.next().toString(),
                "a.png",
                "image/png",
                sizeBytes,
                null,
                false,
                new Actor(ada.subject(), "ada"),
                today);
    }
}
