package dev.atrium.media.rooms;

import static dev.atrium.media.testing.Api.as;
import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.media.testing.Api;
import dev.atrium.media.testing.ComponentTest;
import dev.atrium.media.testing.RoomLog;
import dev.atrium.media.testing.Samples;
import dev.atrium.platform.event.TopicSetup;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.kafka.KafkaClients;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.testing.Request;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.junit.QuarkusMock;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/// After a start the tables may be old: somebody may have been banned while the service was down.
@ComponentTest
final class CaughtUpTest {

    @Inject
    TopicSetup topics;

    @Inject
    RoomProjection projection;

    @Inject
    KafkaClients kafka;

    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

    private final Caller owner = Api.someone("caught-up");
    private final Caller colleague = Api.someone("caught-up");

    @Test
    void nothingIsSaidOfRoomsBeforeAllIsKnown() {
        String room = RoomLog.create(colleague, RoomEvent.Visibility.PUBLIC);
        String shared = Api.uploadInto(room, owner, "a.txt", Samples.utf8("Hello"));
        String open = Api.uploadPublicly(owner, "b.txt", Samples.utf8("Hello"));
        String secret = Api.upload(owner, "c.txt", Samples.utf8("Hello"));
        assertEquals(200, Api.get(colleague, "/api/files/" + shared).statusCode());

        hasJustStarted();

        for (String hidden : new String[] {shared, secret, Ids.next().toString()}) {
            assertNotYet(Api.get(colleague, "/api/files/" + hidden));
            assertNotYet(Api.get(colleague, "/api/files/" + hidden + "/content"));
        }
        assertNotYet(Api.get(colleague, "/api/files?room=" + room));
        assertNotYet(Api.form(colleague, "d.txt", "text/plain", Samples.utf8("Hello"))
                .part("room", room)
                .post("/api/upload"));
        for (String own : new String[] {shared, open, secret}) {
            as(owner).get("/api/files/{id}/content", own).expect(200);
        }
        as(owner).get("/api/files").expect(200).body("items", hasSize(3));
        as(colleague).get("/api/files/{id}", open).expect(200);
    }

    @Test
    void readyOnceAllIsKnown() {
        await().until(() -> ready() == 200);

        hasJustStarted();

        assertEquals(503, ready());
    }

    private void hasJustStarted() {
        QuarkusMock.installMockForType(new RoomFollower(kafka, topics, projection), RoomFollower.class);
    }

    private int ready() {
        return Request.to(managementPort).get("/q/health/ready").statusCode();
    }

    private static void assertNotYet(Answer answer) {
        answer.expect(503).body("type", equalTo(ProblemType.UNAVAILABLE.uri()));
    }
}
