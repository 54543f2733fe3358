package dev.atrium.jobs.reminder;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class ReminderTest {

    private static final String START = "/api/workflow/start";
    private static final String NOTIFICATIONS = "/api/notifications";

    @Inject
    Database database;

    @Inject
    ReminderConfig config;

    private final String tenant = Api.freshTenant();
    private final Caller caller = Api.user(tenant, "forgetful");

    @Test
    void reminderIsANotificationWhenItsTimeHasComeAndNotBefore() {
        Instant due = Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.MILLIS);
        String room = Ids.next().toString();

        String id = remind("{'text':'Tea','at':'" + due.atOffset(ZoneOffset.ofHours(2)) + "','room':'" + room + "'}");

        awaitStatus(id, "waiting");
        Api.get(caller, NOTIFICATIONS).body("items", hasSize(0));
        await().until(() -> database.number(
                        tenant,
                        "select count(*) from execution_workflow where task_instance = ? and execution_time >= ?"
                                + " and not picked",
                        tenant + "/" + id,
                        due)
                == 1);

        database.update(tenant, "update workflow_step set next_attempt_at = now() where next_attempt_at is not null");
        database.update(
                tenant,
                "update execution_workflow set execution_time = now() where task_instance = ?",
                tenant + "/" + id);

        awaitStatus(id, "complete");
        Api.get(caller, NOTIFICATIONS)
                .body("items", hasSize(1))
                .body("items[0].category", equalTo("reminder"))
                .body("items[0].title", equalTo("Tea"))
                .body("items[0].body", nullValue())
                .body("items[0].link", equalTo("/?room=" + room))
                .body("items[0].data.room", equalTo(room));
    }

    @Test
    void reminderAfterAWhileIsForWhoWantedIt() {
        String id = remind("{'text':'Tea\nand cake','after':'PT1S','link':'/kitchen'}");

        awaitStatus(id, "complete");
        Api.get(caller, NOTIFICATIONS)
                .body("items[0].title", equalTo("Tea and cake"))
                .body("items[0].body", equalTo("Tea\nand cake"))
                .body("items[0].link", equalTo("/kitchen"));
        Api.get(Api.user(tenant, "other"), NOTIFICATIONS).body("items", hasSize(0));
    }

    @Test
    void sameReminderTwiceIsTwoAndWithAKeyOne() {
        String input = "{'text':'Tea','after':'P1D'}";

        remind(input);
        remind(input);
        String id = start(input, "key-1").expect(202).path("id");
        start(input, "key-1").expect(200).body("id", equalTo(id));
        start("{'text':'Milk','after':'P1D'}", "key-1").expect(422);

        assertEquals(3, database.number(tenant, "select count(*) from workflow"));
    }

    @Test
    void keyOfSomebodyElseIsAnotherReminder() {
        String input = "{'text':'Tea','after':'P1D'}";
        String mine = start(input, "key-1").expect(202).path("id");

        Api.as(Api.user(tenant, "other"))
                .header("Idempotency-Key", "key-1")
                .contentType("application/json")
                .body(body(input))
                .post(START)
                .expect(202);
        Api.get(caller, "/api/workflows").body("items.id", contains(mine));
    }

    @Test
    void keyAndIdTogetherAreRefused() {
        Api.as(caller)
                .header("Idempotency-Key", "key-1")
                .contentType("application/json")
                .body("{\"type\":\"reminder\",\"id\":\"mine\",\"input\":{\"text\":\"Tea\"}}")
                .post(START)
                .expect(400)
                .body("errors[0].pointer", equalTo("/id"));
    }

    @Test
    void cancelledReminderIsNotTold() {
        String id = remind("{'text':'Tea','after':'P1D'}");
        awaitStatus(id, "waiting");

        Api.post(caller, "/api/workflows/" + id + "/cancel", "").expect(200);

        await().pollDelay(Duration.ZERO)
                .until(() -> database.number(
                                tenant,
                                "select count(*) from execution_workflow where task_instance = ?",
                                tenant + "/" + id)
                        == 0);
        Api.get(caller, NOTIFICATIONS).body("items", hasSize(0));
    }

    @Test
    void moreThanAPersonMayHaveAreRefusedUntilOneHasEnded() {
        String id = remind("{'text':'the first','after':'P1D'}");
        awaitStatus(id, "waiting");
        database.update(
                tenant,
                "insert into workflow (tenant, id, type, subject, input, status, created_at)"
                        + " select ?, 'open-' || n, 'reminder', 'user:forgetful', '{}', 'waiting', now()"
                        + " from generate_series(2, ?) as n",
                tenant,
                config.maxOpen());

        start("{'text':'Tea'}", "key-1")
                .expect(409)
                .body("detail", containsString(config.maxOpen() + " of your workflows"));
        Api.post(Api.user(tenant, "other"), START, body("{'text':'Tea'}")).expect(202);
        Api.post(caller, "/api/workflows/" + id + "/cancel", "").expect(200);
        start("{'text':'Tea'}", "key-1").expect(202);
        start("{'text':'Tea'}", "key-1").expect(200);
        database.update(
                tenant,
                "insert into workflow (tenant, id, type, subject, input, status, created_at)"
                        + " values (?, 'open-again', 'reminder', 'user:forgetful', '{}', 'waiting', now())",
                tenant);
        Api.post(caller, "/api/workflows/" + id + "/restart", "{}")
                .expect(409)
                .body("detail", containsString(Integer.toString(config.maxOpen())));
    }

    @Test
    void scheduleRemindsAtEachOfItsTimes() {
        Api.as(caller)
                .contentType("application/json")
                .body(body("{'text':'Stand-up'}").replaceFirst("\\{", "{\"cron\":\"0 9 * * 1-5\","))
                .put("/api/schedules/stand-up")
                .expect(201);

        database.update(tenant, "update schedule set next_at = date_trunc('second', now())");
        database.update(
                tenant,
                "update execution_schedule set execution_time = now() where task_instance = ?",
                tenant + "/stand-up");

        await().until(() -> database.number(tenant, "select count(*) from notification") == 1);
        Api.get(caller, "/api/schedules/stand-up").body("lastInstance", startsWith("schedule:stand-up."));
        Api.get(caller, NOTIFICATIONS).body("items[0].title", equalTo("Stand-up"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                                    | /input/text",
                "{'text':' '}                                                          | /input/text",
                "{'text':1}                                                            | /input/text",
                "{'text':'x','at':'tomorrow'}                                          | /input/at",
                "{'text':'x','at':'2020-01-01T00:00:00Z'}                              | /input/at",
                "{'text':'x','at':'-999999999-01-01T00:00:00Z'}                        | /input/at",
                "{'text':'x','at':'2126-01-01T00:00:00Z'}                              | /input/at",
                "{'text':'x','after':'20 minutes'}                                     | /input/after",
                "{'text':'x','after':'PT0S'}                                           | /input/after",
                "{'text':'x','after':'P3651D'}                                         | /input/after",
                "{'text':'x','at':'AT','after':'PT1S'}                                 | /input/after",
                "{'text':'x','room':'../x'}                                            | /input/room",
                "{'text':'x','message':'ID'}                                           | /input/message",
                "{'text':'x','room':'ID','message':'x&y'}                              | /input/message",
                "{'text':'x','room':'ID','link':'/x'}                                  | /input/link",
                "{'text':'x','link':'javascript:alert(1)'}                             | /input/link",
                "{'text':'x','to':'user:other'}                                        | /input/to"
            })
    void badReminderIsRefused(String input, String pointer) {
        String filled = input.replace("AT", Instant.now().plusSeconds(60).toString())
                .replace("ID", Ids.next().toString());

        start(filled, null).expect(400).body("errors[0].pointer", equalTo(pointer));
        assertEquals(0, database.number(tenant, "select count(*) from workflow"));
    }

    private String remind(String input) {
        return start(input, null).expect(202).path("id");
    }

    private Answer start(String input, @org.jspecify.annotations.Nullable String idempotencyKey) {
        var request = Api.as(caller).contentType("application/json").body(body(input));
        return (idempotencyKey == null ? request : request.header("Idempotency-Key", idempotencyKey)).post(START);
    }

    private static String body(String input) {
        return "{\"type\":\"reminder\",\"input\":" + input.replace('\'', '"').replace("\n", "\\n") + "}";
    }

    private void awaitStatus(String id, String status) {
        await().until(() ->
                Api.get(caller, "/api/workflows/" + id).path("status").equals(status));
    }
}
