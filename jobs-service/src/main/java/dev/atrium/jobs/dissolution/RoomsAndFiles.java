package dev.atrium.jobs.dissolution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.call.Answer;
import dev.atrium.jobs.call.OtherServices;
import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.jobs.retry.RetryableException;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// What room-service and media-service have of an organisation that was deleted: all of its rooms and files go for
/// good, one by one, with scopes that no caller from outside can have. Which are left, the services are asked each
/// time; so who is stopped on the way goes on with those.
@ApplicationScoped
class RoomsAndFiles {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final int PAGE = 100;

    /// Of a page, whose names may be long.
    private static final long MAX_ANSWER_BYTES = 1 << 20;

    private static final Logger LOG = Logger.getLogger(RoomsAndFiles.class);

    private final OtherServices services;

    RoomsAndFiles(OtherServices services) {
        this.services = services;
    }

    /// Some things of which a service has many.
    ///
    /// @param name for the log
    /// @param list where they are listed; its query says the page
    /// @param one where one of them is, by its id; empty while nobody has it
    private record Kind(
            String name,
            Function<String, OtherServices.Address> list,
            Function<String, Optional<OtherServices.Address>> one) {}

    /// What came of going through all of a kind.
    ///
    /// @param failure why not all of those were deleted that are still there; null: nothing went wrong
    private record Round(int listed, int deleted, @Nullable RuntimeException failure) {}

    /// Returns when the tenant has neither rooms nor files.
    ///
    /// @throws RetryableException if not all could be deleted now
    /// @throws NonRetryableException if a service refuses to
    void delete(TenantId tenant) throws InterruptedException {
        Caller caller =
                new Caller(Estate.ACTOR, tenant, Estate.ACTOR, Set.of(), Set.of("rooms:dissolve", "files:dissolve"));
        RuntimeException failure = null;
        for (Kind kind : List.of(rooms(), files())) {
            try {
                delete(caller, kind);
            } catch (RetryableException | NonRetryableException e) {
                // What is left of one kind keeps nothing of the other.
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /// Until none is listed: that of a room may be known a moment after it is gone.
    private void delete(Caller caller, Kind kind) throws InterruptedException {
        Round round;
        do {
            round = round(caller, kind);
            if (round.deleted() > 0) {
                LOG.infof(
                        "of an organisation that was deleted, these are deleted, too: tenant=%s %s=%d",
                        caller.tenant(), kind.name(), round.deleted());
            }
        } while (round.deleted() > 0);
        if (round.failure() != null) {
            throw round.failure();
        }
        if (round.listed() > 0) {
            throw new RetryableException("there are still " + kind.name() + " in the list");
        }
    }

    /// One that cannot be deleted now does not hold up those behind it.
    private Round round(Caller caller, Kind kind) throws InterruptedException {
        int listed = 0;
        int deleted = 0;
        RuntimeException failure = null;
        String cursor = "";
        do {
            Answer page = services.get(
                    call(caller, kind.list().apply("?limit=" + PAGE + (cursor.isEmpty() ? "" : "&cursor=" + cursor))),
                    MAX_ANSWER_BYTES);
            if (!(page instanceof Answer.Ok ok)) {
                return new Round(listed, deleted, failure(page));
            }
            JsonNode found = Json.read(ok.body(), JsonNode.class);
            for (JsonNode item : found.path("items")) {
                listed++;
                Answer answer = delete(caller, kind, item.path("id").asText());
                if (answer instanceof Answer.Ok) {
                    deleted++;
                } else if (!isGone(answer)) {
                    failure = failure(answer);
                }
            }
            cursor = found.path("nextCursor").asText("");
        } while (!cursor.isEmpty());
        return new Round(listed, deleted, failure);
    }

    private Answer delete(Caller caller, Kind kind, String id) throws InterruptedException {
        Optional<OtherServices.Address> address = kind.one().apply(id);
        return address.isPresent()
                ? services.delete(call(caller, address.get()))
                : new Answer.NotNow("is moving a room to another node", null);
    }

    private static boolean isGone(Answer answer) {
        return answer instanceof Answer.Refused refused && refused.status() == 404;
    }

    private static RuntimeException failure(Answer answer) {
        return switch (answer) {
            case Answer.NotNow later -> later.exception();
            case Answer.Refused refused -> new NonRetryableException("another service answered " + refused.status());
            case Answer.Ok _ -> throw new IllegalArgumentException("not a failure");
        };
    }

    private static OtherServices.Call call(Caller caller, OtherServices.Address address) {
        return new OtherServices.Call(address, caller, TIMEOUT, null, null);
    }

    /// Archived, private and default ones as well.
    private Kind rooms() {
        return new Kind(
                "rooms",
                query -> services.anyRoom("/internal/rooms" + query),
                id -> services.room(id, "/api/rooms/" + OtherServices.segment(id)));
    }

    /// Those of rooms and those of none.
    private Kind files() {
        return new Kind(
                "files",
                query -> services.media("/internal/files" + query),
                id -> Optional.of(services.media("/api/files/" + OtherServices.segment(id))));
    }
}
