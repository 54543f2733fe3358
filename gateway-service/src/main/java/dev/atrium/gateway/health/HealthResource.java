package dev.atrium.gateway.health;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/// `/api/health` (GW-15).
@Path("/api/health")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Health")
public class HealthResource {

    private final Checkup checkup;

    HealthResource(Checkup checkup) {
        this.checkup = checkup;
    }

    @GET
    @Operation(
            operationId = "getHealth",
            summary = "How the suite is",
            description = "200 while rooms and identities work, even if other parts are down; 503 otherwise.")
    @APIResponseSchema(value = Health.class, responseCode = "200")
    @APIResponse(responseCode = "503", description = "Rooms or identities do not work; the body is the same")
    public Uni<RestResponse<Health>> get() {
        return checkup.run().map(HealthResource::answer);
    }

    private static RestResponse<Health> answer(Health health) {
        return RestResponse.status(
                switch (health.status()) {
                    case UP, DEGRADED -> RestResponse.Status.OK;
                    case DOWN -> RestResponse.Status.SERVICE_UNAVAILABLE;
                },
                health);
    }
}
