package dev.atrium.jobs.onboarding;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.call.Answer;
import dev.atrium.jobs.call.OtherServices;
import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.jobs.workflow.WorkflowKey;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.placement.NewRoomPlace;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;

/// Makes the private room that a new user finds, with one message of the suite. The user owns it and does
/// with it what it likes. It is asked for within the suite, so no limit of the gateway counts it.
@ApplicationScoped
class WelcomeRoom {

    /// Instead of a room's id.
    static final String NONE = "";

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final Set<String> SCOPES = Set.of("rooms:write");

    /// A program, as which no caller can come, and which may speak in every room.
    private static final String AUTHOR = "system:atrium";

    /// Under which a new user appears until it comes itself: most characters.
    private static final int MAX_HANDLE = 64;

    private final OtherServices services;
    private final OnboardingConfig config;
    private final Template text;

    WelcomeRoom(OtherServices services, OnboardingConfig config, @Location("room/welcome.txt") Template text) {
        this.services = services;
        this.config = config;
        this.text = text;
    }

    private record NewRoom(String name, String kind, String visibility) {}

    private record Message(String content) {}

    /// Makes the room of an instance, once however often it is asked to.
    ///
    /// @param principal subject as which the user signs in
    /// @param name the user's
    /// @return the room's id; [#NONE] where no rooms are wanted
    String make(WorkflowKey key, String principal, String name) throws InterruptedException {
        if (!config.welcomeRoom()) {
            return NONE;
        }
        // An instance's id is longer than such a key may be.
        String once = Ids.named("welcome-room:" + key).toString();
        Caller owner = new Caller(principal, key.tenant(), handle(name), Set.of(), SCOPES);
        NewRoom wish = new NewRoom("Welcome", "chat", "private");
        String room = Json.read(
                        post(services.roomNow(NewRoomPlace.of(owner, once), "/api/rooms"), owner, wish, once),
                        JsonNode.class)
                .path("id")
                .asText();
        Message message = new Message(text.data("name", name).render().strip());
        post(services.roomNow(room, "/api/rooms/" + room + "/messages"), author(key.tenant()), message, once);
        return room;
    }

    private byte[] post(OtherServices.Address address, Caller caller, Object body, String once)
            throws InterruptedException {
        return switch (services.post(new OtherServices.Call(address, caller, TIMEOUT, body, once))) {
            case Answer.Ok ok -> ok.body();
            case Answer.Refused refused ->
                throw new NonRetryableException("room-service refuses the welcome room (" + refused.status() + ")");
            case Answer.NotNow later -> throw later.exception();
        };
    }

    private static Caller author(TenantId tenant) {
        return new Caller(AUTHOR, tenant, AUTHOR, Set.of(), SCOPES);
    }

    private static String handle(String name) {
        int end = Math.min(name.length(), MAX_HANDLE);
        boolean halved = end < name.length() && Character.isHighSurrogate(name.charAt(end - 1));
        return name.substring(0, halved ? end - 1 : end);
    }
}
