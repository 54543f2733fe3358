package dev.atrium.jobs.inbound;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.workflow.SentEvent;
import dev.atrium.jobs.workflow.WorkflowKey;
import dev.atrium.jobs.workflow.Workflows;
import dev.atrium.platform.event.Event.WebhookReceived.WorkflowEvent;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells a workflow what a delivery says, if who has said so may do that now.
@ApplicationScoped
class WorkflowNews {

    /// As many as an event may carry that is sent by the API.
    private static final int PAYLOAD_MAX_BYTES = 128 << 10;

    private final Workflows workflows;

    WorkflowNews(Workflows workflows) {
        this.workflows = workflows;
    }

    /// In the connection's transaction, which sees the tenant; call [#wake] after its commit. The same
    /// delivery is the same event, also if it is replayed: an event happens once for an instance.
    End tell(Connection connection, Received received, WorkflowEvent event) throws SQLException {
        Optional<JsonNode> body = Body.json(received.body()).filter(JsonNode::isObject);
        if (body.isEmpty()) {
            return new End.Failed("the body is no JSON object");
        }
        String payload = Json.write(body.get());
        if (payload.getBytes(StandardCharsets.UTF_8).length > PAYLOAD_MAX_BYTES) {
            return new End.Failed("the body is larger than the 128 KiB of an event");
        }
        WorkflowKey key = new WorkflowKey(received.tenant(), event.id());
        if (!mayTell(connection, key, received.errand().by())) {
            return new End.Failed("there is no such workflow that whoever set the action may tell anything");
        }
        SentEvent sent = new SentEvent(payload, "webhook:" + received.source(), "webhook:" + received.id());
        return switch (workflows.signal(connection, key, event.event(), sent)) {
            case KEPT -> new End.Done(null);
            case BEFORE -> new End.Done("it was told before");
            case CONFLICT -> new End.Failed("another event of this name was told before: an event happens once");
            case ENDED, UNKNOWN -> new End.Failed("the workflow has ended");
            case FULL -> new End.Failed("the workflow keeps as many events as it can");
        };
    }

    void wake() {
        workflows.wake();
    }

    private boolean mayTell(Connection connection, WorkflowKey key, @Nullable Actor by) throws SQLException {
        TenantId tenant = key.tenant();
        Optional<String> owner = workflows.owner(connection, key);
        return by != null
                && owner.isPresent()
                && Standing.holds(connection, tenant, by, Standing.OPERATORS)
                && (owner.get().equals(by.subject()) || Standing.isAdmin(connection, tenant, by));
    }
}
