package dev.atrium.gateway.ticket;

import dev.atrium.gateway.apikey.ApiKeyResource;
import dev.atrium.gateway.session.CurrentSession;
import dev.atrium.platform.identity.CurrentCaller;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// `/api/tickets`.
@Path("/api/tickets")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Keys")
public class TicketResource {

    private final Tickets tickets;
    private final CurrentCaller caller;
    private final SecurityIdentity identity;

    TicketResource(Tickets tickets, CurrentCaller caller, SecurityIdentity identity) {
        this.tickets = tickets;
        this.caller = caller;
        this.identity = identity;
    }

    /// A ticket as its owner gets it.
    ///
    /// @param ticket give it as `?ticket=` when opening a WebSocket, once
    public record Issued(String ticket, long expiresInSeconds) {
        /// Does not show the ticket.
        @Override
        public String toString() {
            return "Issued[" + expiresInSeconds + "]";
        }
    }

    @POST
    @Operation(
            operationId = "createTicket",
            summary = "Get a ticket for one WebSocket",
            description = "Browsers cannot send an Authorization header when they open a WebSocket. They open it with"
                    + " `?ticket=` instead. A ticket works once, within 30 seconds.")
    public Uni<Issued> create() {
        String keyHash = identity.getAttribute(ApiKeyResource.HASH_ATTRIBUTE);
        return tickets.issue(new Ticket(caller.get(), keyHash, CurrentSession.of(identity)))
                .map(ticket -> new Issued(ticket, Tickets.LIFETIME.toSeconds()));
    }
}
