package dev.atrium.jobs.queue;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.jobs.progress.Progress;
import dev.atrium.jobs.progress.Work;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class ProgressTest {

    @Inject
    JobQueue queue;

    @Inject
    Scripted handler;

    @Inject
    Progress progress;

    @Inject
    Database database;

    @Inject
    Kafka kafka;

    private final String tenant = Api.freshTenant();
    private final Caller ada = Api.user(tenant, "ada");

    @Test
    void ownerSeesHowFarAJobIsAndHearsOfItOnceASecondAndAtTheEnd() {
        UUID id = add(job -> {
            for (int done = 1; done <= 100; done++) {
                progress.report(Work.of(job), done, 100, "page " + done);
            }
            return new Outcome.Done(null);
        });

        await().until(() -> heard().stream().anyMatch(event -> event.done() == 100));
        assertEquals(1, heard().getFirst().done());
        assertEquals("user:ada", heard().getFirst().owner());
        assertEquals("test.scripted", heard().getFirst().name());
        Api.get(ada, "/api/jobs/" + id + "/progress")
                .expect(200)
                .body("done", equalTo(100))
                .body("total", equalTo(100))
                .body("note", equalTo("page 100"));
        Api.get(Api.user(tenant, "bob"), "/api/jobs/" + id + "/progress").expect(404);
        Api.get(Api.admin(tenant), "/api/jobs/" + id + "/progress").expect(200);
        Api.get(ada, "/api/jobs/" + id).expect(200);
        Api.get(ada, "/api/workflows/" + id + "/progress").expect(404);
    }

    @Test
    void progressIsWithinItsBounds() {
        Work work = new Work(new TenantId(tenant), Work.Kind.WORKFLOW, "x", null);

        assertThrows(IllegalArgumentException.class, () -> progress.report(work, 2, 1, null));
        assertThrows(IllegalArgumentException.class, () -> progress.report(work, 0, 0, null));
        assertThrows(IllegalArgumentException.class, () -> progress.report(work, -1, 1, null));
    }

    private UUID add(Scripted.Act act) {
        String payload = Ids.next().toString();
        handler.on(payload, act);
        UUID id = database.transaction(
                tenant,
                connection -> queue.add(connection, Scripted.TYPE, new TenantId(tenant), payload, "user:ada", payload));
        queue.wake(JobClass.MEDIA);
        return id;
    }

    private List<Event.Progressed> heard() {
        return kafka.all(Event.Progressed.class).stream()
                .filter(event -> event.tenant().value().equals(tenant))
                .toList();
    }
}
