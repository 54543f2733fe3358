package dev.atrium.gateway.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.edge.SameContext;
import dev.atrium.gateway.policy.Destination;
import dev.atrium.gateway.policy.Scopes;
import dev.atrium.gateway.upstream.Directory;
import dev.atrium.gateway.upstream.Inquiry;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.InternalTokens;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.web.Json;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Whether somebody may have done what a source's action says. jobs-service looks again each time that it
/// is done.
@ApplicationScoped
class ActionCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final String VIEWER = "viewer";

    private final Inquiry inquiry;
    private final Directory directory;
    private final InternalTokens tokens;

    ActionCheck(Inquiry inquiry, Directory directory, InternalTokens tokens) {
        this.inquiry = inquiry;
        this.directory = directory;
        this.tokens = tokens;
    }

    /// Fails with a problem if the action is not valid, or the caller may not do it itself:
    /// `invalid-request` where there is nothing that it may know of, `forbidden` where it knows and may
    /// not; `unavailable` if that cannot be said now.
    Uni<Void> demandMay(Caller caller, @Nullable SourceAction action) {
        if (action == null || !action.isAny()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom().deferred(() -> {
            action.demandValid();
            return action.message() == null ? signals(caller, action) : writes(caller, action.message());
        });
    }

    private Uni<Void> writes(Caller caller, SourceAction.Message message) {
        String path = "/internal/rooms/" + message.room() + "/role";
        return SameContext.keep(Uni.createFrom().completionStage(() -> directory.ofRoom(message.room())))
                .map(node -> node.orElseThrow(() -> unavailable(null)))
                .chain(node -> ask(caller, Destination.ROOM, node, path))
                .invoke(answer -> demand(answer, "/action/message/room", "must be the id of a room that you may read"))
                .invoke(ActionCheck::demandWriter)
                .replaceWithVoid();
    }

    private Uni<Void> signals(Caller caller, SourceAction action) {
        SourceAction.Signal signal = action.workflow();
        if (signal == null) {
            return Uni.createFrom().voidItem();
        }
        if (!caller.may(Scopes.JOBS_WRITE)) {
            throw forbidden("To tell workflows anything you need the scope " + Scopes.JOBS_WRITE + ".");
        }
        Directory.Node node = directory.any(Destination.JOBS).getFirst();
        return ask(caller, Destination.JOBS, node, "/api/workflows/" + signal.id() + "/history?limit=1")
                .invoke(answer ->
                        demand(answer, "/action/workflow/id", "must be the id of a workflow instance that you see"))
                .replaceWithVoid();
    }

    private Uni<Inquiry.Answer> ask(Caller caller, Destination service, Directory.Node node, String path) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .set("Authorization", "Bearer " + tokens.issue(caller, service.application()))
                .set("Accept", "application/json");
        return SameContext.keep(inquiry.get(URI.create(node.url() + path), headers, PATIENCE))
                .onFailure()
                .transform(ActionCheck::unavailable);
    }

    private static void demand(Inquiry.Answer answer, String pointer, String fault) {
        switch (answer.status()) {
            case OK -> {
                // It may at least be known.
            }
            case NOT_FOUND -> throw ProblemException.invalidProperty(pointer, fault);
            case FORBIDDEN -> throw forbidden("You may not do yourself what the action says.");
            default -> throw unavailable(null);
        }
    }

    private static void demandWriter(Inquiry.Answer answer) {
        String role =
                Json.read(answer.body().getBytes(), JsonNode.class).path("role").asText(VIEWER);
        if (role.equals(VIEWER)) {
            throw forbidden("You may not write in this room.");
        }
    }

    private static ProblemException forbidden(String detail) {
        return new ProblemException(ProblemType.FORBIDDEN, detail);
    }

    private static ProblemException unavailable(@Nullable Throwable cause) {
        String detail = "Whether you may do what the action says cannot be said at the moment.";
        return cause == null
                ? new ProblemException(ProblemType.UNAVAILABLE, detail)
                : new ProblemException(ProblemType.UNAVAILABLE, detail, cause);
    }
}
