package dev.atrium.gateway.policy;

import static dev.atrium.gateway.policy.Destination.GATEWAY;
import static dev.atrium.gateway.policy.Destination.JOBS;
import static dev.atrium.gateway.policy.Destination.MEDIA;
import static dev.atrium.gateway.policy.Destination.ROOM;
import static dev.atrium.gateway.policy.Destination.SEARCH;
import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.PATCH;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import dev.atrium.platform.limit.Usage;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Set;

/// Everything of the suite that can be reached from outside, who may, and what it uses of their quotas. What is not
/// listed here does not exist: not for anybody, not with any credentials, whatever the services behind
/// offer (GW-1). Beside these rows the [RouteTable] has those that an operator has configured for services of their
/// own.
public final class Policy {

    /// What every route uses.
    private static final Set<Usage> REQUEST = Set.of(Usage.REQUESTS);

    private static final Access READ_ROOMS = Access.scope(Scopes.ROOMS_READ).orAnonymous();
    /// What in rooms is only for the caller itself.
    private static final Access READ_OWN = Access.scope(Scopes.ROOMS_READ);

    private static final Access WRITE_ROOMS = Access.scope(Scopes.ROOMS_WRITE);
    private static final Access WRITE_MESSAGES = Access.scope(Scopes.MESSAGES_WRITE);
    private static final Access READ_FILES = Access.scope(Scopes.FILES_READ).orAnonymous();
    private static final Access READ_JOBS = Access.scope(Scopes.JOBS_READ);
    private static final Access WRITE_JOBS = Access.scope(Scopes.JOBS_WRITE);
    private static final Access READ_NOTIFICATIONS = Access.scope(Scopes.NOTIFICATIONS_READ);
    private static final Access WRITE_NOTIFICATIONS = Access.scope(Scopes.NOTIFICATIONS_WRITE);
    private static final Access READ_KEYS = Access.scope(Scopes.KEYS_READ);
    private static final Access MANAGE_KEYS = Access.scope(Scopes.KEYS_WRITE);
    private static final Access READ_WEBHOOKS = Access.scope(Scopes.WEBHOOKS_READ);
    private static final Access WRITE_WEBHOOKS = Access.scope(Scopes.WEBHOOKS_WRITE);

    private static final Access READ_ORGANISATIONS = Access.scope(Scopes.ORGANISATIONS_READ);
    private static final Access WRITE_ORGANISATIONS = Access.scope(Scopes.ORGANISATIONS_WRITE);

    private static final List<Route> ROUTES = List.of(
            own(GET, "/", Access.everyone()),
            own(GET, "/ui/{file}", Access.everyone()),
            own(GET, "/ui/api/", Access.everyone()),
            own(GET, "/ui/api/{file}", Access.everyone()),
            own(GET, "/problems", Access.everyone()),
            own(GET, "/problems/{slug}", Access.everyone()),
            own(GET, "/api/health", Access.everyone()),
            own(GET, "/api/openapi", Access.everyone()),
            own(GET, "/api/asyncapi", Access.everyone()),
            own(GET, "/api/asyncapi/events", Access.everyone()),
            own(POST, "/api/keys", MANAGE_KEYS.orAnonymous()).using(Usage.KEYS),
            own(GET, "/api/keys", READ_KEYS),
            own(GET, "/api/keys/{id}", READ_KEYS),
            own(PATCH, "/api/keys/{id}", MANAGE_KEYS),
            // Everybody may end their own in person; with another key that needs more.
            own(DELETE, "/api/keys/{id}", Access.credentials()),
            own(POST, "/api/keys/{id}/rotations", MANAGE_KEYS),
            own(GET, "/api/me", Access.credentials()),
            own(GET, "/api/sign-in", Access.everyone()).using(Usage.SIGN_INS),
            own(GET, "/api/sign-in/callback", Access.everyone()).using(Usage.SIGN_INS),
            own(POST, "/api/sign-in/back-channel", Access.everyone()),
            own(POST, "/api/sign-out", Access.scope(Scopes.SESSIONS_WRITE)),
            own(PUT, "/api/session/organisation", Access.scope(Scopes.SESSIONS_WRITE)),
            own(POST, "/api/session/refresh", Access.everyone()).using(Usage.REFRESHES),
            own(POST, "/api/sessions", Access.scope(Scopes.SESSIONS_WRITE)).using(Usage.SIGN_INS),
            own(GET, "/api/sessions", Access.scope(Scopes.SESSIONS_READ)),
            own(DELETE, "/api/sessions", Access.scope(Scopes.SESSIONS_WRITE)),
            own(DELETE, "/api/sessions/{id}", Access.scope(Scopes.SESSIONS_WRITE)),
            own(GET, "/api/me/preferences", Access.scope(Scopes.PREFERENCES_READ)),
            own(PUT, "/api/me/preferences", Access.scope(Scopes.PREFERENCES_WRITE)),
            own(PATCH, "/api/me/preferences", Access.scope(Scopes.PREFERENCES_WRITE)),
            own(POST, "/api/tickets", Access.scope(Scopes.ROOMS_READ)),
            own(POST, "/api/sockets/renewals", Access.scope(Scopes.ROOMS_READ)),
            own(POST, "/api/users", Access.scope(Scopes.USERS_WRITE)).using(Usage.WELCOMES),
            own(GET, "/api/users", Access.scope(Scopes.USERS_READ)),
            own(GET, "/api/users/{id}", Access.scope(Scopes.USERS_READ)),
            own(PATCH, "/api/users/{id}", Access.scope(Scopes.USERS_WRITE)),
            own(DELETE, "/api/users/{id}", Access.scope(Scopes.USERS_WRITE)),
            own(POST, "/api/organisations", WRITE_ORGANISATIONS).using(Usage.ORGANISATIONS),
            own(GET, "/api/organisations", READ_ORGANISATIONS),
            own(GET, "/api/organisations/{id}", READ_ORGANISATIONS),
            own(PATCH, "/api/organisations/{id}", WRITE_ORGANISATIONS),
            own(DELETE, "/api/organisations/{id}", WRITE_ORGANISATIONS),
            own(PUT, "/api/organisations/{id}/owner", WRITE_ORGANISATIONS),
            own(GET, "/api/organisations/{id}/members", READ_ORGANISATIONS),
            own(GET, "/api/organisations/{id}/members/{subject}", READ_ORGANISATIONS),
            own(PUT, "/api/organisations/{id}/members/{subject}", WRITE_ORGANISATIONS),
            // Whoever may read may leave in person; to remove others, or with a key, needs more.
            own(DELETE, "/api/organisations/{id}/members/{subject}", READ_ORGANISATIONS),
            own(POST, "/api/organisations/{id}/teams", WRITE_ORGANISATIONS),
            own(GET, "/api/organisations/{id}/teams", READ_ORGANISATIONS),
            own(GET, "/api/organisations/{id}/teams/{team}", READ_ORGANISATIONS),
            own(PATCH, "/api/organisations/{id}/teams/{team}", WRITE_ORGANISATIONS),
            own(DELETE, "/api/organisations/{id}/teams/{team}", WRITE_ORGANISATIONS),
            own(GET, "/api/organisations/{id}/teams/{team}/members", READ_ORGANISATIONS),
            own(PUT, "/api/organisations/{id}/teams/{team}/members/{subject}", WRITE_ORGANISATIONS),
            own(DELETE, "/api/organisations/{id}/teams/{team}/members/{subject}", WRITE_ORGANISATIONS),
            own(POST, "/api/organisations/{id}/invitations", WRITE_ORGANISATIONS)
                    .using(Usage.INVITATIONS),
            own(GET, "/api/organisations/{id}/invitations", READ_ORGANISATIONS),
            own(GET, "/api/organisations/{id}/invitations/{invitation}", READ_ORGANISATIONS),
            own(DELETE, "/api/organisations/{id}/invitations/{invitation}", WRITE_ORGANISATIONS),
            own(POST, "/api/organisations/{id}/invitations/{invitation}/resend", WRITE_ORGANISATIONS)
                    .using(Usage.INVITATIONS),
            own(POST, "/api/invitations/look-up", Access.everyone()),
            own(POST, "/api/invitations/accept", Access.credentials()),
            own(GET, "/api/audit", Access.scope(Scopes.AUDIT_READ)),
            to(JOBS, GET, "/api/audit/anchors", Access.scope(Scopes.AUDIT_READ)),
            to(JOBS, GET, "/api/audit/keys", Access.scope(Scopes.AUDIT_READ)),
            own(GET, "/api/usage", Access.scope(Scopes.USAGE_READ)),
            own(GET, "/api/plan", Access.scope(Scopes.USAGE_READ)),
            own(GET, "/api/plans", Access.credentials()),
            own(GET, "/api/tenants/{tenant}/plan", Access.scope(Scopes.USAGE_READ)),
            own(PUT, "/api/tenants/{tenant}/plan", WRITE_ORGANISATIONS),
            own(DELETE, "/api/tenants/{tenant}/plan", WRITE_ORGANISATIONS),
            own(GET, "/api/tenants/{tenant}/audit", Access.scope(Scopes.AUDIT_READ)),
            to(JOBS, GET, "/api/tenants/{tenant}/audit/anchors", Access.scope(Scopes.AUDIT_READ)),
            own(GET, "/api/tenants/{tenant}/limits", Access.scope(Scopes.USAGE_READ)),
            own(PUT, "/api/tenants/{tenant}/limits", WRITE_ORGANISATIONS),
            own(DELETE, "/api/tenants/{tenant}/limits", WRITE_ORGANISATIONS),
            own(POST, "/api/webhooks/{source}", Access.everyone(), BodyLimit.WEBHOOK),
            own(POST, "/api/webhook-sources", WRITE_WEBHOOKS),
            own(GET, "/api/webhook-sources", READ_WEBHOOKS),
            own(GET, "/api/webhook-sources/{id}", READ_WEBHOOKS),
            own(PATCH, "/api/webhook-sources/{id}", WRITE_WEBHOOKS),
            own(DELETE, "/api/webhook-sources/{id}", WRITE_WEBHOOKS),
            own(POST, "/api/webhook-sources/{id}/rotations", WRITE_WEBHOOKS),
            own(GET, "/api/cache", Access.scope(Scopes.CACHE_READ)),
            own(GET, "/api/cache/{key}", Access.scope(Scopes.CACHE_READ)),
            own(PUT, "/api/cache/{key}", Access.scope(Scopes.CACHE_WRITE), BodyLimit.VALUE)
                    .using(Usage.CACHE_BYTES),
            own(DELETE, "/api/cache/{key}", Access.scope(Scopes.CACHE_WRITE)),
            to(ROOM, GET, "/api/chat", READ_ROOMS),
            socket(ROOM, "/api/chat", READ_ROOMS),
            to(ROOM, POST, "/api/rooms", WRITE_ROOMS).using(Usage.ROOMS),
            to(ROOM, GET, "/api/rooms", READ_ROOMS),
            to(ROOM, GET, "/api/rooms/{id}", READ_ROOMS),
            to(ROOM, POST, "/api/rooms/{id}/messages", WRITE_MESSAGES.orGuest()).using(Usage.MESSAGES),
            to(ROOM, GET, "/api/rooms/{id}/messages", READ_ROOMS),
            to(ROOM, GET, "/api/rooms/{id}/messages/{messageId}", READ_ROOMS),
            to(ROOM, GET, "/api/rooms/{id}/messages/{messageId}/history", READ_ROOMS),
            to(ROOM, PATCH, "/api/rooms/{id}/messages/{messageId}", WRITE_MESSAGES)
                    .using(Usage.MESSAGES),
            to(ROOM, DELETE, "/api/rooms/{id}/messages/{messageId}", WRITE_MESSAGES)
                    .using(Usage.MESSAGES),
            to(ROOM, POST, "/api/rooms/{id}/messages/{messageId}/report", READ_OWN)
                    .using(Usage.MESSAGES),
            to(ROOM, PUT, "/api/rooms/{id}/messages/{messageId}/reactions/{emoji}", WRITE_MESSAGES)
                    .using(Usage.MESSAGES),
            to(ROOM, DELETE, "/api/rooms/{id}/messages/{messageId}/reactions/{emoji}", WRITE_MESSAGES)
                    .using(Usage.MESSAGES),
            to(ROOM, POST, "/api/rooms/{id}/operations", WRITE_ROOMS).using(Usage.OPERATIONS),
            to(ROOM, GET, "/api/rooms/{id}/objects", READ_ROOMS),
            to(ROOM, GET, "/api/rooms/{id}/object", READ_ROOMS),
            to(ROOM, GET, "/api/rooms/{id}/object/history", READ_ROOMS),
            to(ROOM, GET, "/api/rooms/{id}/document", READ_ROOMS),
            to(ROOM, GET, "/api/rooms/{id}/document/history", READ_ROOMS),
            to(ROOM, GET, "/api/rooms/{id}/schemas", READ_ROOMS),
            to(ROOM, GET, "/api/rooms/{id}/schemas/{name}", READ_ROOMS),
            to(ROOM, PUT, "/api/rooms/{id}/schemas/{name}", WRITE_ROOMS),
            to(ROOM, DELETE, "/api/rooms/{id}/schemas/{name}", WRITE_ROOMS),
            to(ROOM, GET, "/api/rooms/{id}/live", READ_ROOMS),
            to(ROOM, GET, "/api/rooms/{id}/activity", READ_ROOMS),
            to(ROOM, GET, "/api/rooms/{id}/drafts", READ_OWN),
            to(ROOM, GET, "/api/rooms/{id}/drafts/{key}", READ_OWN),
            to(ROOM, PUT, "/api/rooms/{id}/drafts/{key}", WRITE_MESSAGES).using(Usage.OPERATIONS),
            to(ROOM, DELETE, "/api/rooms/{id}/drafts/{key}", WRITE_MESSAGES).using(Usage.OPERATIONS),
            to(ROOM, GET, "/api/rooms/{id}/unread", READ_OWN),
            to(ROOM, PUT, "/api/rooms/{id}/marker", READ_OWN).using(Usage.OPERATIONS),
            to(ROOM, GET, "/api/unread", READ_OWN),
            to(ROOM, GET, "/api/me/activity", READ_OWN),
            to(ROOM, PATCH, "/api/rooms/{id}", WRITE_ROOMS),
            to(ROOM, DELETE, "/api/rooms/{id}", WRITE_ROOMS),
            to(ROOM, POST, "/api/rooms/{id}/join", WRITE_ROOMS),
            to(ROOM, GET, "/api/rooms/{id}/members", READ_ROOMS),
            to(ROOM, GET, "/api/rooms/{id}/members/{subject}", READ_ROOMS),
            to(ROOM, PUT, "/api/rooms/{id}/members/{subject}", WRITE_ROOMS),
            to(ROOM, DELETE, "/api/rooms/{id}/members/{subject}", WRITE_ROOMS),
            to(ROOM, GET, "/api/rooms/{id}/teams", READ_ROOMS),
            to(ROOM, PUT, "/api/rooms/{id}/teams/{team}", WRITE_ROOMS),
            to(ROOM, DELETE, "/api/rooms/{id}/teams/{team}", WRITE_ROOMS),
            to(ROOM, GET, "/api/rooms/{id}/bans", READ_OWN),
            to(ROOM, GET, "/api/rooms/{id}/bans/{subject}", READ_OWN),
            to(ROOM, PUT, "/api/rooms/{id}/bans/{subject}", WRITE_ROOMS),
            to(ROOM, DELETE, "/api/rooms/{id}/bans/{subject}", WRITE_ROOMS),
            to(ROOM, GET, "/api/rooms/{id}/links", READ_OWN),
            to(ROOM, POST, "/api/rooms/{id}/links", WRITE_ROOMS),
            to(ROOM, GET, "/api/rooms/{id}/links/{linkId}", READ_OWN),
            to(ROOM, DELETE, "/api/rooms/{id}/links/{linkId}", WRITE_ROOMS),
            socket(ROOM, "/api/rooms/{id}/ws", READ_ROOMS),
            socket(ROOM, "/api/rooms/{id}/tinybase", READ_ROOMS),
            socket(ROOM, "/api/me/ws", READ_NOTIFICATIONS),
            upload(MEDIA, "/api/upload", Access.scope(Scopes.FILES_WRITE)),
            to(MEDIA, GET, "/api/files", READ_FILES),
            to(MEDIA, GET, "/api/files/{id}", READ_FILES),
            to(MEDIA, DELETE, "/api/files/{id}", Access.scope(Scopes.FILES_WRITE)),
            to(MEDIA, POST, "/api/files/{id}/process", Access.scope(Scopes.FILES_WRITE)),
            to(MEDIA, GET, "/api/files/{id}/content", READ_FILES).using(Usage.DOWNLOADED_BYTES),
            to(MEDIA, GET, "/api/files/{id}/thumbnail", READ_FILES).using(Usage.DOWNLOADED_BYTES),
            to(MEDIA, GET, "/api/files/{id}/preview", READ_FILES).using(Usage.DOWNLOADED_BYTES),
            to(MEDIA, GET, "/api/files/{id}/text", READ_FILES).using(Usage.DOWNLOADED_BYTES),
            to(JOBS, POST, "/api/workflow/start", WRITE_JOBS).using(Usage.WORKFLOWS),
            to(JOBS, GET, "/api/workflows", READ_JOBS),
            to(JOBS, GET, "/api/workflows/{id}", READ_JOBS),
            to(JOBS, GET, "/api/workflows/{id}/history", READ_JOBS),
            to(JOBS, GET, "/api/workflows/{id}/progress", READ_JOBS),
            to(JOBS, POST, "/api/workflows/{id}/events/{name}", WRITE_JOBS),
            to(JOBS, POST, "/api/workflows/{id}/cancel", WRITE_JOBS),
            to(JOBS, POST, "/api/workflows/{id}/pause", WRITE_JOBS),
            to(JOBS, POST, "/api/workflows/{id}/resume", WRITE_JOBS),
            to(JOBS, POST, "/api/workflows/{id}/restart", WRITE_JOBS),
            to(JOBS, GET, "/api/jobs", READ_JOBS),
            to(JOBS, GET, "/api/jobs/{id}", READ_JOBS),
            to(JOBS, GET, "/api/jobs/{id}/progress", READ_JOBS),
            to(JOBS, POST, "/api/jobs/replay", WRITE_JOBS),
            to(JOBS, POST, "/api/jobs/{id}/cancel", WRITE_JOBS),
            to(JOBS, POST, "/api/jobs/{id}/retry", WRITE_JOBS),
            to(JOBS, POST, "/api/jobs/{id}/replay", WRITE_JOBS),
            to(JOBS, POST, "/api/jobs/{id}/discard", WRITE_JOBS),
            to(JOBS, POST, "/api/workers", WRITE_JOBS),
            to(JOBS, GET, "/api/workers", READ_JOBS),
            to(JOBS, GET, "/api/workers/{id}", READ_JOBS),
            to(JOBS, PATCH, "/api/workers/{id}", WRITE_JOBS),
            to(JOBS, DELETE, "/api/workers/{id}", WRITE_JOBS),
            to(JOBS, POST, "/api/workers/{id}/rotations", WRITE_JOBS),
            to(JOBS, POST, "/api/workers/{id}/jobs", WRITE_JOBS).using(Usage.JOBS),
            to(JOBS, GET, "/api/schedules", READ_JOBS),
            to(JOBS, GET, "/api/schedules/{id}", READ_JOBS),
            to(JOBS, PUT, "/api/schedules/{id}", WRITE_JOBS),
            to(JOBS, DELETE, "/api/schedules/{id}", WRITE_JOBS),
            to(JOBS, POST, "/api/schedules/{id}/pause", WRITE_JOBS),
            to(JOBS, POST, "/api/schedules/{id}/resume", WRITE_JOBS),
            to(JOBS, GET, "/api/webhook-sources/{id}/deliveries", READ_WEBHOOKS),
            to(JOBS, GET, "/api/webhook-sources/{id}/deliveries/{deliveryId}", READ_WEBHOOKS),
            to(JOBS, POST, "/api/webhook-sources/{id}/deliveries/{deliveryId}/replay", WRITE_WEBHOOKS),
            to(JOBS, GET, "/api/webhook-event-types", READ_WEBHOOKS),
            to(JOBS, POST, "/api/webhook-endpoints", WRITE_WEBHOOKS),
            to(JOBS, GET, "/api/webhook-endpoints", READ_WEBHOOKS),
            to(JOBS, GET, "/api/webhook-endpoints/{id}", READ_WEBHOOKS),
            to(JOBS, PATCH, "/api/webhook-endpoints/{id}", WRITE_WEBHOOKS),
            to(JOBS, DELETE, "/api/webhook-endpoints/{id}", WRITE_WEBHOOKS),
            to(JOBS, POST, "/api/webhook-endpoints/{id}/rotations", WRITE_WEBHOOKS),
            to(JOBS, GET, "/api/webhook-endpoints/{id}/deliveries", READ_WEBHOOKS),
            to(JOBS, GET, "/api/webhook-endpoints/{id}/deliveries/{deliveryId}", READ_WEBHOOKS),
            to(JOBS, POST, "/api/webhook-endpoints/{id}/deliveries/{deliveryId}/replay", WRITE_WEBHOOKS),
            to(JOBS, POST, "/api/webhook-endpoints/{id}/recover", WRITE_WEBHOOKS),
            to(JOBS, POST, "/api/webhook-endpoints/{id}/replay-missing", WRITE_WEBHOOKS),
            to(JOBS, POST, "/api/webhook-endpoints/{id}/test", WRITE_WEBHOOKS),
            to(JOBS, POST, "/api/exports", WRITE_JOBS).using(Usage.EXPORTS).using(Usage.WORKFLOWS),
            to(JOBS, GET, "/api/exports", READ_JOBS),
            to(JOBS, GET, "/api/exports/{id}", READ_JOBS),
            to(JOBS, DELETE, "/api/exports/{id}", WRITE_JOBS),
            to(JOBS, POST, "/api/moderation/rules", WRITE_ROOMS),
            to(JOBS, GET, "/api/moderation/rules", READ_OWN),
            to(JOBS, GET, "/api/moderation/rules/{id}", READ_OWN),
            to(JOBS, PATCH, "/api/moderation/rules/{id}", WRITE_ROOMS),
            to(JOBS, DELETE, "/api/moderation/rules/{id}", WRITE_ROOMS),
            to(JOBS, POST, "/api/moderation/rules/{id}/rotations", WRITE_ROOMS),
            to(JOBS, GET, "/api/moderation/items", READ_OWN),
            to(JOBS, GET, "/api/moderation/items/{id}", READ_OWN),
            to(JOBS, POST, "/api/moderation/items/{id}/approve", WRITE_ROOMS),
            to(JOBS, POST, "/api/moderation/items/{id}/reject", WRITE_ROOMS),
            to(JOBS, POST, "/api/backups", WRITE_JOBS).using(Usage.WORKFLOWS),
            to(JOBS, GET, "/api/backups", READ_JOBS),
            backup("/api/backups/uploads"),
            to(JOBS, GET, "/api/backups/{id}", READ_JOBS),
            to(JOBS, GET, "/api/backups/{id}/content", READ_JOBS).using(Usage.DOWNLOADED_BYTES),
            to(JOBS, DELETE, "/api/backups/{id}", WRITE_JOBS),
            to(JOBS, POST, "/api/backups/{id}/restores", WRITE_JOBS).using(Usage.WORKFLOWS),
            to(JOBS, GET, "/api/restores", READ_JOBS),
            to(JOBS, GET, "/api/restores/{id}", READ_JOBS),
            to(JOBS, POST, "/api/restores/{id}/abandon", WRITE_JOBS),
            to(JOBS, GET, "/api/operations", READ_JOBS),
            to(JOBS, GET, "/api/operations/installation", READ_JOBS),
            to(JOBS, GET, "/api/operations/dead-letters", READ_JOBS),
            to(JOBS, GET, "/api/operations/dead-letters/{id}", READ_JOBS),
            to(JOBS, POST, "/api/operations/dead-letters/{id}/replay", WRITE_JOBS),
            to(JOBS, POST, "/api/operations/dead-letters/{id}/discard", WRITE_JOBS),
            to(JOBS, GET, "/api/operations/jobs", READ_JOBS),
            to(JOBS, POST, "/api/operations/jobs/replay", WRITE_JOBS),
            to(JOBS, POST, "/api/operations/jobs/discard", WRITE_JOBS),
            to(JOBS, POST, "/api/operations/queues/{class}/pause", WRITE_JOBS),
            to(JOBS, POST, "/api/operations/queues/{class}/resume", WRITE_JOBS),
            to(MEDIA, DELETE, "/api/operations/files/{id}", Access.scope(Scopes.FILES_WRITE)),
            own(GET, "/api/operations/gateway/dead-letters", READ_JOBS),
            own(GET, "/api/operations/gateway/dead-letters/{id}", READ_JOBS),
            own(POST, "/api/operations/gateway/dead-letters/{id}/replay", WRITE_JOBS),
            own(POST, "/api/operations/gateway/dead-letters/{id}/discard", WRITE_JOBS),
            to(JOBS, GET, "/api/queues", READ_JOBS),
            to(JOBS, POST, "/api/queues/{class}/pause", WRITE_JOBS),
            to(JOBS, POST, "/api/queues/{class}/resume", WRITE_JOBS),
            to(JOBS, GET, "/api/notifications", READ_NOTIFICATIONS),
            to(JOBS, GET, "/api/notifications/count", READ_NOTIFICATIONS),
            to(JOBS, POST, "/api/notifications/marks", READ_NOTIFICATIONS),
            to(JOBS, POST, "/api/notifications", Access.scope(Scopes.NOTIFICATIONS_SEND)),
            to(JOBS, GET, "/api/notifications/preferences", READ_NOTIFICATIONS),
            to(JOBS, PUT, "/api/notifications/preferences", WRITE_NOTIFICATIONS),
            to(JOBS, PATCH, "/api/notifications/preferences", WRITE_NOTIFICATIONS),
            to(JOBS, GET, "/api/notifications/address", READ_NOTIFICATIONS),
            to(JOBS, PUT, "/api/notifications/address", WRITE_NOTIFICATIONS),
            to(JOBS, DELETE, "/api/notifications/address", WRITE_NOTIFICATIONS),
            to(JOBS, GET, "/api/notifications/confirm", Access.everyone()),
            to(JOBS, POST, "/api/notifications/confirm", Access.everyone()),
            to(JOBS, GET, "/api/notifications/unsubscribe", Access.everyone()),
            to(JOBS, POST, "/api/notifications/unsubscribe", Access.everyone()),
            to(JOBS, GET, "/api/notifications/suppressions", READ_NOTIFICATIONS),
            to(JOBS, POST, "/api/notifications/suppressions", WRITE_NOTIFICATIONS),
            to(JOBS, DELETE, "/api/notifications/suppressions/{id}", WRITE_NOTIFICATIONS),
            to(JOBS, POST, "/api/notifications/mail-reports", WRITE_ORGANISATIONS),
            to(JOBS, GET, "/api/notifications/push", READ_NOTIFICATIONS),
            to(JOBS, POST, "/api/notifications/push/subscriptions", WRITE_NOTIFICATIONS),
            to(JOBS, DELETE, "/api/notifications/push/subscriptions/{id}", WRITE_NOTIFICATIONS),
            to(JOBS, GET, "/api/notifications/{id}", READ_NOTIFICATIONS),
            to(JOBS, PATCH, "/api/notifications/{id}", READ_NOTIFICATIONS),
            to(SEARCH, GET, "/api/search", Access.scope(Scopes.SEARCH_READ).orAnonymous()));

    private Policy() {}

    /// The whole table.
    public static List<Route> routes() {
        return ROUTES;
    }

    private static Route own(HttpMethod method, String path, Access access) {
        return own(method, path, access, BodyLimit.SMALL);
    }

    private static Route own(HttpMethod method, String path, Access access, BodyLimit body) {
        return new Route(method, PathTemplate.of(path), GATEWAY, access, body, Route.Transport.HTTP, REQUEST);
    }

    private static Route to(Destination service, HttpMethod method, String path, Access access) {
        return new Route(
                method, PathTemplate.of(path), service, access, BodyLimit.DOCUMENT, Route.Transport.HTTP, REQUEST);
    }

    private static Route upload(Destination service, String path, Access access) {
        return new Route(POST, PathTemplate.of(path), service, access, BodyLimit.UPLOAD, Route.Transport.HTTP, REQUEST)
                .using(Usage.UPLOADED_BYTES);
    }

    /// It counts as no upload: it may have more than anybody uploads in a day.
    private static Route backup(String path) {
        return new Route(
                POST, PathTemplate.of(path), JOBS, WRITE_JOBS, BodyLimit.BACKUP, Route.Transport.HTTP, REQUEST);
    }

    private static Route socket(Destination service, String path, Access access) {
        return new Route(
                        GET,
                        PathTemplate.of(path),
                        service,
                        access,
                        BodyLimit.SMALL,
                        Route.Transport.WEBSOCKET,
                        REQUEST)
                .using(Usage.SOCKETS);
    }
}
