package dev.atrium.jobs.notify.preference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.notify.delivery.Channel;
import dev.atrium.jobs.notify.delivery.Deliveries;
import dev.atrium.jobs.notify.mail.Subscriptions;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.tenancy.TenantConnections;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// How the caller wants to be told (JB-7). What is held back already follows the new choice, too.
@Path("/api/notifications/preferences")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class PreferenceResource {

    private final DataSource dataSource;
    private final Deliveries deliveries;
    private final InstantSource clock;
    private final CurrentCaller caller;

    PreferenceResource(DataSource dataSource, Deliveries deliveries, InstantSource clock, CurrentCaller caller) {
        this.dataSource = dataSource;
        this.deliveries = deliveries;
        this.clock = clock;
        this.caller = caller;
    }

    @GET
    @PermissionsAllowed("notifications:read")
    public Preferences get() throws SQLException {
        Caller who = caller.get();
        return TenantConnections.inTenant(
                dataSource, who.tenant(), connection -> PreferenceTable.find(connection, who.tenant(), who.subject()));
    }

    /// All of them anew: what the body leaves out becomes as usual.
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("notifications:write")
    public Preferences put(@Nullable JsonNode body) throws SQLException, JsonProcessingException {
        Preferences wanted = PreferenceReader.change(Preferences.USUAL, object(body));
        Caller who = caller.get();
        return TenantConnections.inTenant(dataSource, who.tenant(), connection -> {
            Notifier.hold(connection, who.tenant(), who.subject());
            return store(connection, who, wanted);
        });
    }

    /// Some of them: what the body leaves out stays, what is null becomes as usual (RFC 7386).
    @PATCH
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("notifications:write")
    public Preferences patch(@Nullable JsonNode body) throws SQLException, JsonProcessingException {
        Caller who = caller.get();
        JsonNode change = object(body);
        // Whether it is good is known before anything is held.
        var _ = PreferenceReader.change(Preferences.USUAL, change);
        return TenantConnections.inTenant(dataSource, who.tenant(), connection -> {
            Notifier.hold(connection, who.tenant(), who.subject());
            Preferences present = PreferenceTable.find(connection, who.tenant(), who.subject());
            return store(connection, who, PreferenceReader.changed(present, change));
        });
    }

    private Preferences store(Connection connection, Caller who, Preferences wanted) throws SQLException {
        Preferences before = PreferenceTable.find(connection, who.tenant(), who.subject());
        if (wanted.equals(before)) {
            return wanted;
        }
        Instant now = clock.instant();
        PreferenceTable.put(connection, who.tenant(), who.subject(), wanted, now);
        List<Category> newly = Arrays.stream(Category.values())
                .filter(category -> wanted.channels(category).email()
                        && !before.channels(category).email())
                .toList();
        Subscriptions.again(connection, who.tenant(), who.subject(), newly);
        Deliveries.Recipient recipient = new Deliveries.Recipient(who.tenant(), who.subject());
        String cause = "preferences/" + now;
        deliveries.postpone(connection, recipient, Channel.EMAIL, wanted.mailAt(now), cause);
        deliveries.postpone(connection, recipient, Channel.PUSH, wanted.pushAt(now), cause);
        return wanted;
    }

    private static JsonNode object(@Nullable JsonNode body) {
        return body == null ? NullNode.instance : body;
    }
}
