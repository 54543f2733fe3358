package dev.atrium.jobs.notify.mail;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atrium.jobs.mail.Bounces;
import dev.atrium.jobs.mail.MailAddress;
import dev.atrium.jobs.mail.Reports;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/// Where the caller's mail goes. An address counts when whoever reads its mail has confirmed it, or the
/// identity provider has verified it.
@Path("/api/notifications/address")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class AddressResource {

    private final DataSource dataSource;
    private final JobQueue queue;
    private final NotificationMailConfig config;
    private final InstantSource clock;
    private final CurrentCaller caller;

    AddressResource(
            DataSource dataSource,
            JobQueue queue,
            NotificationMailConfig config,
            InstantSource clock,
            CurrentCaller caller) {
        this.dataSource = dataSource;
        this.queue = queue;
        this.config = config;
        this.clock = clock;
        this.caller = caller;
    }

    /// @param email null: mail goes nowhere
    /// @param origin who says that the address is the caller's; null: there is none
    /// @param bounces whether its server refuses it, or an admin wants no mail sent there, so that nothing
    ///     is sent
    /// @param awaiting another address, to which mail goes once the link that was sent there is followed;
    ///     null: none
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AddressView(
            @Nullable String email,
            @Nullable AddressOrigin origin,
            boolean bounces,
            @Nullable String awaiting) {}

    public record AddressRequest(@Nullable String email) {}

    /// The address that counts, and one that still waits to be confirmed.
    @GET
    @PermissionsAllowed("notifications:read")
    public AddressView get() throws SQLException {
        Caller who = caller.get();
        return TenantConnections.inTenant(dataSource, who.tenant(), connection -> {
            Addresses.Known known =
                    Addresses.known(connection, who.tenant(), who.subject()).orElse(null);
            String awaiting = Confirmations.lastOpen(connection, who, clock.instant(), config)
                    .filter(asked ->
                            known == null || !asked.key().equals(known.address().key()))
                    .map(MailAddress::value)
                    .orElse(null);
            return known == null
                    ? new AddressView(null, null, false, awaiting)
                    : new AddressView(
                            known.address().value(),
                            known.origin(),
                            bounces(connection, who, known.address()),
                            awaiting);
        });
    }

    /// Asks for another address: 202, and a mail to it with a link. The present one counts until that
    /// is followed. Asked again within a minute it is not mailed again. 409 for one whose server has
    /// refused it, or where an admin wants no mail sent: nothing is, until an admin removes its suppression.
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("notifications:write")
    @APIResponse(responseCode = "202", description = "A mail with a link is on its way")
    public Response put(@Nullable AddressRequest request) throws SQLException {
        Caller who = caller.get();
        String email = request == null ? null : request.email();
        MailAddress address = MailAddress.parse(email == null ? "" : email)
                .orElseThrow(() ->
                        ProblemException.invalidProperty("/email", "must be a mail address, at most 254 characters"));
        if (TenantConnections.inTenant(dataSource, who.tenant(), connection -> ask(connection, who, address))) {
            queue.wake(JobClass.MAIL);
        }
        return Response.accepted().build();
    }

    /// Mail goes nowhere from now on, whatever the identity provider says, and no link does anything any
    /// more that was sent to confirm an address.
    @DELETE
    @PermissionsAllowed("notifications:write")
    public void delete() throws SQLException {
        Caller who = caller.get();
        TenantConnections.inTenant(dataSource, who.tenant(), connection -> {
            Addresses.refuse(connection, who.tenant(), who.subject(), clock.instant());
            Confirmations.close(connection, who.tenant(), who.subject());
            return true;
        });
    }

    private boolean bounces(Connection connection, Caller who, MailAddress address) throws SQLException {
        Reports.take(connection, who.tenant(), address, clock.instant());
        return Bounces.holds(connection, who.tenant(), address);
    }

    /// @return whether a mail is due: not for what was asked just before
    private boolean ask(Connection connection, Caller who, MailAddress address) throws SQLException {
        if (bounces(connection, who, address)) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "Mail to this address bounced, or an admin wants none sent there. Once an admin has removed its suppression, ask again.");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Confirmations.Asked asked = Confirmations.request(connection, who, address, now, config);
        if (asked == Confirmations.Asked.TOO_OFTEN) {
            throw new ProblemException(
                    ProblemType.QUOTA_EXCEEDED,
                    "At most " + config.confirmationsPerDay() + " confirmations a day are sent.");
        }
        if (asked == Confirmations.Asked.ALREADY) {
            return false;
        }
        long until = now.plus(config.confirmation()).getEpochSecond();
        queue.add(
                connection,
                ConfirmationDelivery.TYPE,
                who.tenant(),
                who.subject() + "/" + now,
                who.subject(),
                Json.write(new ConfirmationDelivery.Question(who.subject(), address.value(), until)));
        return true;
    }
}
