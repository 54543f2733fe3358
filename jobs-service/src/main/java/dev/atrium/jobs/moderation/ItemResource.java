package dev.atrium.jobs.moderation;

import dev.atrium.jobs.access.Place;
import dev.atrium.jobs.rooms.Moderator;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Page;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Messages that rules or people object to (JB-5). Owners of a room see and decide about those of their room, admins of
/// an organisation about those of all rooms that they may read.
@Path("/api/moderation/items")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Moderation")
@RunOnVirtualThread
public final class ItemResource {

    private static final int LONGEST_REASON = 500;

    private final DataSource dataSource;
    private final Moderating moderating;
    private final CurrentCaller caller;
    private final InstantSource clock;

    ItemResource(DataSource dataSource, Moderating moderating, CurrentCaller caller, InstantSource clock) {
        this.dataSource = dataSource;
        this.moderating = moderating;
        this.caller = caller;
        this.clock = clock;
    }

    /// @param reason for the author and other moderators, at most 500 characters; null: none
    public record Decision(@Nullable String reason) {}

    /// Lists messages that were objected to, newest first, without their histories.
    ///
    /// @param status `pending`, `approved`, `rejected` or `deleted`
    /// @param room only those of this room
    /// @param rule only those in which this rule has found something
    @GET
    @PermissionsAllowed("rooms:read")
    @Operation(summary = "List messages to moderate")
    public Page<ItemView> list(
            @QueryParam("status") @Nullable String status,
            @QueryParam("room") @Nullable String room,
            @QueryParam("rule") @Nullable String rule,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        PageRequest page = PageRequest.of(limit, cursor);
        Place after = page.after(Place::parse).orElse(Place.START);
        ItemTable.Filter filter = new ItemTable.Filter(status(status), text("room", room), rule(rule));
        Moderator who = moderator();
        return TenantConnections.inTenant(
                dataSource,
                who.tenant(),
                connection -> page.cut(
                        ItemTable.list(connection, who, filter, after, page.limitPlusOne()).stream()
                                .map(ItemView::of)
                                .toList(),
                        item -> new Place(item.createdAt(), item.id()).toString()));
    }

    /// Tells about a message that was objected to, with what happened about it.
    @GET
    @Path("/{id}")
    @PermissionsAllowed("rooms:read")
    @Operation(summary = "Tell about a message to moderate")
    public ItemView get(@PathParam("id") String id) throws SQLException {
        return moderating.find(moderator(), id(id));
    }

    /// Lets a message stay, or brings it back. Sent again it changes nothing.
    @POST
    @Path("/{id}/approve")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("rooms:write")
    @Operation(summary = "Approve a message")
    public ItemView approve(@PathParam("id") String id, @Nullable Decision body) throws SQLException {
        return decide(id, new Standing.Move.Approved(), body);
    }

    /// Takes a message out of sight; it can be approved later. Sent again it changes nothing.
    @POST
    @Path("/{id}/reject")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("rooms:write")
    @Operation(summary = "Reject a message")
    public ItemView reject(@PathParam("id") String id, @Nullable Decision body) throws SQLException {
        return decide(id, new Standing.Move.Rejected(), body);
    }

    private ItemView decide(String id, Standing.Move decision, @Nullable Decision body) throws SQLException {
        String reason = body == null ? null : body.reason();
        if (reason != null && (reason.isBlank() || reason.length() > LONGEST_REASON || reason.indexOf('\0') >= 0)) {
            throw ProblemException.invalidProperty("/reason", "must be 1 to " + LONGEST_REASON + " characters");
        }
        return moderating.decide(moderator(), caller.get().actor(), id(id), decision, reason);
    }

    private Moderator moderator() {
        Caller present = caller.get();
        return new Moderator(present.tenant(), present.subject(), present.isAdmin(), clock.instant());
    }

    private static @Nullable ItemStatus status(@Nullable String status) {
        return status == null
                ? null
                : ItemStatus.labelled(status)
                        .orElseThrow(() -> ProblemException.invalidParameter(
                                "status", "must be 'pending', 'approved', 'rejected' or 'deleted'"));
    }

    private static @Nullable UUID rule(@Nullable String rule) {
        try {
            return rule == null ? null : UUID.fromString(rule);
        } catch (IllegalArgumentException _) {
            throw ProblemException.invalidParameter("rule", "must be the id of a rule");
        }
    }

    private static @Nullable String text(String name, @Nullable String text) {
        if (text != null && text.indexOf('\0') >= 0) {
            throw ProblemException.invalidParameter(name, "must not contain NUL");
        }
        return text;
    }

    private static String id(String text) {
        if (text.indexOf('\0') >= 0) {
            throw ProblemException.notFound();
        }
        return text;
    }
}
