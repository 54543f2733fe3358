package dev.atrium.jobs.notify.notice;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.web.Ids;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// Tells others something (JB-7): a tenant's admins as `system`, programs and everybody else as `app`,
/// by which recipients know them, and mute them. Where strangers meet one may tell only oneself.
@Path("/api/notifications")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class NoticeResource {

    private final Notices notices;
    private final CurrentCaller caller;

    NoticeResource(Notices notices, CurrentCaller caller) {
        this.notices = notices;
        this.caller = caller;
    }

    /// @param recipients how many they are; who does not want to hear of it does not
    public record Accepted(UUID id, int recipients) {}

    /// Takes the notice: 202, and each recipient is told once. The same `Idempotency-Key` again: 200, and nobody is
    /// told again.
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("notifications:send")
    @APIResponseSchema(value = Accepted.class, responseCode = "202")
    @APIResponse(responseCode = "200", description = "It was taken before, with the same Idempotency-Key")
    public Response send(@HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey, @Nullable Notice notice)
            throws SQLException {
        Caller who = caller.get();
        Notice wanted = notice == null ? new Notice(null, null, null, null, null, null, null, null) : notice;
        Submission submission = Submission.checked(who, wanted, "");
        String key = IdempotencyKey.checked(idempotencyKey);
        UUID id = key == null ? Ids.next() : Ids.named("notice:" + who.tenant() + "/" + who.subject() + "\n" + key);
        NoticeFanout.Payload payload = NoticeFanout.Payload.of(id, submission);
        Accepted accepted = new Accepted(id, payload.recipients());
        return switch (notices.take(who.tenant(), payload)) {
            case TAKEN -> Response.accepted(accepted).build();
            case TAKEN_BEFORE -> Response.ok(accepted).build();
            case OTHER_CONTENT -> throw IdempotencyKey.reused();
            case TOO_MANY -> throw notices.tooMany();
        };
    }
}
