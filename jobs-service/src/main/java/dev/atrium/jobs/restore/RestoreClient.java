package dev.atrium.jobs.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.jobs.call.Answer;
import dev.atrium.jobs.call.OtherServices;
import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/// Where restored things go. What may pass is a [RetryableException]; everything can be sent again.
@ApplicationScoped
class RestoreClient {

    /// How many events are sent at a time at most.
    static final int BATCH_EVENTS = 200;

    private static final int BATCH_LENGTH = 700_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration UPLOAD_TIMEOUT = Duration.ofMinutes(5);

    /// How media-service refuses what it is sent, and not who sends it.
    private static final Set<Integer> THIS_FILE = Set.of(400, 413, 415, 422);

    private static final Set<Integer> NOT_BEING_RESTORED = Set.of(404, 409);

    private static final Logger LOG = Logger.getLogger(RestoreClient.class);

    private final OtherServices services;

    RestoreClient(OtherServices services) {
        this.services = services;
    }

    private record History(long after, List<ObjectNode> events) {}

    private record Restored(int left) {}

    /// What media-service made of a file.
    record RestoredFile(String id, String type, String sha256) {}

    /// Is asked before events are sent.
    @FunctionalInterface
    interface Before {

        /// @param places how many of the room may be taken then
        void sending(long places) throws SQLException;
    }

    /// Events that happen in a room, each at the next place, and are sent so many at a time.
    final class Happening {

        private final TenantId tenant;
        private final String room;
        private final Before before;
        private final List<ObjectNode> batch = new ArrayList<>();
        private int length;
        private long place;
        private int left;

        private Happening(TenantId tenant, String room, long after, Before before) {
            this.tenant = tenant;
            this.room = room;
            this.before = before;
            this.place = after;
        }

        void add(ObjectNode event) throws InterruptedException, SQLException {
            int itsLength = Json.bytes(event).length;
            if (batch.size() == BATCH_EVENTS || (length + itsLength > BATCH_LENGTH && !batch.isEmpty())) {
                send();
            }
            batch.add(event);
            length += itsLength;
        }

        /// Has the last ones happen.
        ///
        /// @return how many of them all were left out
        int end() throws InterruptedException, SQLException {
            if (!batch.isEmpty()) {
                send();
            }
            return left;
        }

        private void send() throws InterruptedException, SQLException {
            before.sending(place + batch.size());
            left += RestoreClient.this.send(tenant, room, new History(place, List.copyOf(batch)));
            place += batch.size();
            batch.clear();
            length = 0;
        }
    }

    /// @param after how many places are taken
    Happening happening(TenantId tenant, String room, long after, Before before) {
        return new Happening(tenant, room, after, before);
    }

    private int send(TenantId tenant, String room, History history) throws InterruptedException {
        return read(ask(tenant, room, history), Restored.class, "a room cannot be restored")
                .left();
    }

    /// Has events happen in a room that may not be there, or be whole already: then nothing happens.
    ///
    /// @param after how many places are taken at least
    void endEarly(TenantId tenant, String room, long after, List<ObjectNode> events) throws InterruptedException {
        Answer answer = ask(tenant, room, new History(after, events));
        boolean isNone = answer instanceof Answer.Refused refused && NOT_BEING_RESTORED.contains(refused.status());
        if (!isNone) {
            read(answer, Restored.class, "a room cannot be handed over");
        }
    }

    private Answer ask(TenantId tenant, String room, History history) throws InterruptedException {
        OtherServices.Address address = services.roomNow(room, "/internal/rooms/" + room + "/restore");
        return services.post(new OtherServices.Call(address, caller(tenant, "rooms:restore"), TIMEOUT, history, null));
    }

    /// @return empty if this file cannot be taken, whenever it is sent
    Optional<RestoredFile> keep(TenantId tenant, String id, Path content, Map<String, String> fields)
            throws InterruptedException, IOException {
        OtherServices.Address address = services.media("/internal/restored-files/" + id);
        OtherServices.Call call =
                new OtherServices.Call(address, caller(tenant, "files:restore"), UPLOAD_TIMEOUT, null, null);
        OtherServices.Upload upload = new OtherServices.Upload(content, "content", "application/octet-stream", fields);
        Answer answer = services.upload(call, upload);
        if (answer instanceof Answer.Refused refused && THIS_FILE.contains(refused.status())) {
            LOG.warnf("a file is left out of a restore: object=%s status=%d", id, refused.status());
            return Optional.empty();
        }
        return Optional.of(read(answer, RestoredFile.class, "a file cannot be restored"));
    }

    private static Caller caller(TenantId tenant, String scope) {
        return new Caller("system:restore", tenant, "system:restore", Set.of(), Set.of(scope));
    }

    private static <T> T read(Answer answer, Class<T> type, String refusal) {
        return switch (answer) {
            case Answer.Ok ok -> Json.read(ok.body(), type);
            case Answer.Refused refused -> throw new NonRetryableException(refusal + " (" + refused.status() + ")");
            case Answer.NotNow later -> throw later.exception();
        };
    }

    /// What a restored file is told of: not as an upload, so nobody announces it.
    static Map<String, String> fields(RestoredFiles.Restored file) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("name", file.head().path("name").asText());
        fields.put("owner", file.owner().subject());
        fields.put("handle", file.owner().handle());
        fields.put("createdAt", file.createdAt().toString());
        if (!file.room().isEmpty()) {
            fields.put("room", file.room());
        } else if (file.head().path("publicRead").asBoolean()) {
            fields.put("visibility", "public");
        }
        return fields;
    }
}
