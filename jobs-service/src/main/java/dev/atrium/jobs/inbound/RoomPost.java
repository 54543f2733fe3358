package dev.atrium.jobs.inbound;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.call.Answer;
import dev.atrium.jobs.call.OtherServices;
import dev.atrium.platform.event.Event.WebhookReceived.RoomMessage;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.template.TextTemplate;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Posts what a delivery says into a room, as a program that bears the source's name, if who has said so
/// may write there now.
@ApplicationScoped
class RoomPost {

    /// As many as room-service takes.
    private static final int CHARACTERS_MAX = 4_000;

    private static final int NAME_MAX = 60;
    private static final long ANSWER_MAX_BYTES = 64 << 10;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String PROGRAM = "system:webhook";
    private static final String VIEWER = "viewer";

    private final DataSource dataSource;
    private final OtherServices services;

    RoomPost(DataSource dataSource, OtherServices services) {
        this.dataSource = dataSource;
        this.services = services;
    }

    End post(Received received, RoomMessage message) throws SQLException, InterruptedException {
        TextTemplate template = TextTemplate.parse(message.text());
        Optional<JsonNode> body = Body.json(received.body());
        if (body.isEmpty() && !template.isConstant()) {
            return new End.Failed("the body is not JSON");
        }
        Optional<String> text = template.of(body.orElse(Json.MAPPER.nullNode()), CHARACTERS_MAX);
        if (text.isEmpty()) {
            return new End.Done("nothing was posted: the body has none of the values of the text");
        }
        Optional<End> refusal = refusal(received.tenant(), received.errand().by(), message.room());
        return refusal.isPresent() ? refusal.get() : send(received, message.room(), text.get());
    }

    /// Why nothing is posted; empty if it may be.
    private Optional<End> refusal(TenantId tenant, @Nullable Actor by, String room)
            throws SQLException, InterruptedException {
        if (by == null) {
            return Optional.of(new End.Failed("whoever set the action has no credentials any more"));
        }
        boolean stands = TenantConnections.inTenant(
                dataSource, tenant, connection -> Standing.holds(connection, tenant, by, Standing.WRITERS));
        return stands ? refusalOfRoom(tenant, by, room) : Optional.of(notAllowed());
    }

    private Optional<End> refusalOfRoom(TenantId tenant, Actor by, String room) throws InterruptedException {
        Optional<OtherServices.Address> address = services.room(room, "/internal/rooms/" + room + "/role");
        if (address.isEmpty()) {
            return Optional.of(moving());
        }
        Caller caller = new Caller(by.subject(), tenant, by.handle(), Set.of(), Set.of("rooms:read", "rooms:write"));
        Answer answer =
                services.get(new OtherServices.Call(address.get(), caller, TIMEOUT, null, null), ANSWER_MAX_BYTES);
        return switch (answer) {
            case Answer.Ok ok -> isWriter(ok.body()) ? Optional.empty() : Optional.of(notAllowed());
            case Answer.NotNow later -> Optional.of(new End.Later("room-service " + later.reason()));
            case Answer.Refused _ -> Optional.of(notAllowed());
        };
    }

    private static boolean isWriter(byte[] role) {
        return !Json.read(role, JsonNode.class).path("role").asText(VIEWER).equals(VIEWER);
    }

    private End send(Received received, String room, String text) throws InterruptedException {
        Optional<OtherServices.Address> address = services.room(room, "/api/rooms/" + room + "/messages");
        if (address.isEmpty()) {
            return moving();
        }
        Caller program = new Caller(
                PROGRAM,
                received.tenant(),
                handle(received.errand().name()),
                Set.of(),
                Set.of("rooms:write", "messages:write"));
        Answer answer = services.post(
                new OtherServices.Call(address.get(), program, TIMEOUT, Map.of("content", text), received.time()));
        return switch (answer) {
            case Answer.Ok _ -> new End.Done(null);
            case Answer.NotNow later -> new End.Later("room-service " + later.reason());
            case Answer.Refused refused -> new End.Failed("room-service answered " + refused.status());
        };
    }

    /// The name that others see: nobody takes it for a person, or for another program of ours.
    static String handle(String source) {
        String name = source.replaceAll("[^\\p{L}\\p{N}._]+", "-").replaceAll("^-|-$", "");
        return name.isEmpty() ? PROGRAM : PROGRAM + ":" + TextTemplate.printable(name, NAME_MAX);
    }

    private static End notAllowed() {
        return new End.Failed("whoever set the action may not write in the room");
    }

    private static End moving() {
        return new End.Later("the room is moving to another node");
    }
}
