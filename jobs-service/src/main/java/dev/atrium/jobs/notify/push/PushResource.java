package dev.atrium.jobs.notify.push;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.zerodeplibs.webpush.UserAgentMessageEncryptionKeyInfo;
import dev.atrium.jobs.outside.OutsideRules;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.SessionOfCaller;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Ids;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// The caller's devices that are told (JB-7). A body is what a browser's `PushSubscription` says of
/// itself.
@Path("/api/notifications/push")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class PushResource {

    /// Devices of one person; the oldest gives way.
    static final int MOST_DEVICES = 20;

    private static final int MAX_LABEL = 100;
    private static final int AUTH_BYTES = 16;

    private final DataSource dataSource;
    private final PushIdentity identity;
    private final OutsideRules rules;
    private final InstantSource clock;
    private final CurrentCaller caller;

    PushResource(
            DataSource dataSource,
            PushIdentity identity,
            OutsideRules rules,
            InstantSource clock,
            CurrentCaller caller) {
        this.dataSource = dataSource;
        this.identity = identity;
        this.rules = rules;
        this.clock = clock;
        this.caller = caller;
    }

    /// @param publicKey with which browsers subscribe (`applicationServerKey`)
    public record Push(String publicKey, List<Device> subscriptions) {

        public Push {
            subscriptions = List.copyOf(subscriptions);
        }
    }

    /// @param endpoint where its push service takes messages; a secret of its owner
    /// @param restsUntil gets nothing before, because it was not reached again and again; absent: it does not rest
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Device(
            UUID id,
            String endpoint,
            @Nullable String label,
            Instant createdAt,
            @Nullable Instant restsUntil) {

        static Device of(Subscription subscription) {
            return new Device(
                    subscription.id(),
                    subscription.endpoint(),
                    subscription.label(),
                    subscription.createdAt(),
                    subscription.restsUntil());
        }
    }

    public record Keys(@Nullable String p256dh, @Nullable String auth) {}

    /// @param expirationTime as browsers send it; the push service says when it is over
    /// @param label by which the owner knows the device; null: none
    public record NewSubscription(
            @Nullable String endpoint,
            @Nullable Keys keys,
            @Nullable Long expirationTime,
            @Nullable String label) {}

    @GET
    @PermissionsAllowed("notifications:read")
    public Push get() throws SQLException {
        Caller who = caller.get();
        String key = identity.publicKey();
        List<Device> devices = TenantConnections.inTenant(
                dataSource,
                who.tenant(),
                connection -> SubscriptionTable.list(connection, who.tenant(), who.subject()).stream()
                        .map(Device::of)
                        .toList());
        return new Push(key, devices);
    }

    /// Has a device be told from now on, as long as the session lasts in which that is asked for, or another
    /// credential that ends. Again: the same, with its new keys, as the newest.
    @POST
    @Path("/subscriptions")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("notifications:write")
    @APIResponseSchema(value = Device.class, responseCode = "201")
    public Response subscribe(@Nullable NewSubscription wanted, @Context RoutingContext http) throws SQLException {
        Caller who = caller.get();
        Subscription subscription = checked(
                who,
                wanted == null ? new NewSubscription(null, null, null, null) : wanted,
                SessionOfCaller.of(http.request()).orElse(null));
        Device device = TenantConnections.inTenant(dataSource, who.tenant(), connection -> {
            if (!SubscriptionTable.put(connection, who.tenant(), subscription)) {
                throw new ProblemException(ProblemType.UNAUTHENTICATED, "The session has ended.");
            }
            SubscriptionTable.keep(connection, who.tenant(), who.subject(), MOST_DEVICES);
            return Device.of(SubscriptionTable.find(connection, who.tenant(), subscription.id())
                    .orElse(subscription));
        });
        return Response.status(Response.Status.CREATED).entity(device).build();
    }

    @DELETE
    @Path("/subscriptions/{id}")
    @PermissionsAllowed("notifications:write")
    public void unsubscribe(@PathParam("id") String id) throws SQLException {
        Caller who = caller.get();
        UUID which = Parameters.id(id);
        TenantConnections.inTenant(dataSource, who.tenant(), connection -> {
            Subscription found = SubscriptionTable.find(connection, who.tenant(), which)
                    .filter(subscription -> subscription.subject().equals(who.subject()))
                    .orElseThrow(ProblemException::notFound);
            return SubscriptionTable.delete(connection, who.tenant(), found.id());
        });
    }

    private Subscription checked(Caller who, NewSubscription wanted, @Nullable UUID session) {
        String endpoint = wanted.endpoint() == null ? "" : wanted.endpoint();
        rules.refusal(endpoint).ifPresent(reason -> {
            throw ProblemException.invalidProperty("/endpoint", reason);
        });
        Keys keys = wanted.keys() == null ? new Keys(null, null) : wanted.keys();
        if (keys.p256dh() == null || keys.auth() == null || !areKeys(keys.p256dh(), keys.auth())) {
            throw ProblemException.invalidProperty("/keys", "must have 'p256dh' and 'auth' as browsers give them");
        }
        if (wanted.label() != null
                && (wanted.label().length() > MAX_LABEL || wanted.label().indexOf('\0') >= 0)) {
            throw ProblemException.invalidProperty("/label", "must have at most " + MAX_LABEL + " characters");
        }
        return new Subscription(
                Ids.named("push:" + who.tenant() + "/" + who.subject() + "\n" + endpoint),
                who.subject(),
                endpoint,
                keys.p256dh(),
                keys.auth(),
                wanted.label(),
                clock.instant(),
                session,
                who.expiresAt(),
                null);
    }

    private static boolean areKeys(String p256dh, String auth) {
        try {
            UserAgentMessageEncryptionKeyInfo.of(p256dh, auth);
            return Base64.getUrlDecoder().decode(auth).length == AUTH_BYTES;
        } catch (RuntimeException _) {
            // However the library says that these are no keys: they are its user's.
            return false;
        }
    }
}
