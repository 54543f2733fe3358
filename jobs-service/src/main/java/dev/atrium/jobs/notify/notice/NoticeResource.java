package dev.atrium.jobs.notify.notice;

import dev.atrium.jobs.access.Access;
import dev.atrium.jobs.notify.Category;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
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
import java.util.List;
import java.util.Objects;
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
    private final NoticeConfig config;
    private final CurrentCaller caller;

    NoticeResource(Notices notices, NoticeConfig config, CurrentCaller caller) {
        this.notices = notices;
        this.config = config;
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
        List<Problem.Fault> faults = wanted.faults();
        if (!faults.isEmpty()) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, "The notice has " + faults.size() + " fault(s).", faults, null);
        }
        List<String> recipients = Objects.requireNonNull(wanted.recipients());
        Category category = category(who, wanted);
        if (who.tenant().equals(TenantId.COMMONS) && !recipients.equals(List.of(who.subject()))) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "Outside of an organisation one can notify only oneself.");
        }
        String key = IdempotencyKey.checked(idempotencyKey);
        UUID id = key == null ? Ids.next() : Ids.named("notice:" + who.tenant() + "/" + who.subject() + "\n" + key);
        NoticeFanout.Payload payload = new NoticeFanout.Payload(id, who.actor(), category, wanted);
        Accepted accepted = new Accepted(id, recipients.size());
        return switch (notices.take(who.tenant(), payload)) {
            case TAKEN -> Response.accepted(accepted).build();
            case TAKEN_BEFORE -> Response.ok(accepted).build();
            case OTHER_CONTENT -> throw IdempotencyKey.reused();
            case TOO_MANY ->
                throw new ProblemException(
                        ProblemType.QUOTA_EXCEEDED,
                        "Notices of one sender have at most " + config.recipientsPerDay() + " recipients a day.");
        };
    }

    private static Category category(Caller who, Notice notice) {
        Category usual = who.isAdmin() ? Category.SYSTEM : Category.APP;
        Category category = notice.category() == null ? usual : notice.category();
        if (category != Category.SYSTEM && category != Category.APP) {
            throw ProblemException.invalidProperty("/category", "must be system or app");
        }
        if (category == Category.SYSTEM) {
            Access.requireAdmin(who);
        }
        return category;
    }
}
