package dev.atrium.system;

import java.util.LinkedHashMap;
import java.util.Map;

/// Every route of the suite's API document, and what others may expect of it. Whoever adds a route adds
/// a line.
final class KnownRoutes {

    /// What a route is about.
    enum Kind {
        /// Nobody: it is the same for all.
        PUBLIC,
        /// The caller alone: a viewer may use it as well.
        SELF,
        /// A list of what the caller may see.
        LIST,
        /// Makes something in the caller's own tenant, or changes what has no id of a tenant.
        OWN,
        /// One thing of a tenant.
        THING,
        /// One thing of a tenant, of which a viewer changes only what concerns itself.
        VIEWED,
        /// A socket about one thing of a tenant.
        SOCKET
    }

    /// @param body a valid one; empty: none
    record Known(Kind kind, String query, String body) {}

    private static final String ROUTES = """
            PUBLIC GET /api/health
            PUBLIC GET /api/openapi
            PUBLIC GET /api/asyncapi
            PUBLIC GET /api/asyncapi/events
            PUBLIC POST /api/webhooks/{} {}
            OWN POST /api/keys {}
            LIST GET /api/keys
            THING GET /api/keys/{}
            THING PATCH /api/keys/{} {"label":"x"}
            VIEWED DELETE /api/keys/{}
            THING POST /api/keys/{}/rotations {}
            SELF GET /api/me
            SELF POST /api/tickets
            SELF POST /api/sockets/renewals
            PUBLIC POST /api/session/refresh
            PUBLIC GET /api/sign-in
            PUBLIC GET /api/sign-in/callback
            PUBLIC POST /api/sign-in/back-channel
            SELF POST /api/sign-out
            SELF PUT /api/session/organisation {"id":null}
            SELF GET /api/me/preferences
            SELF PUT /api/me/preferences {}
            SELF PATCH /api/me/preferences {}
            SELF POST /api/sessions
            SELF GET /api/sessions
            SELF DELETE /api/sessions
            VIEWED DELETE /api/sessions/{}
            OWN POST /api/users {"email":"walker@example.org","name":"W"}
            LIST GET /api/users
            THING GET /api/users/{}
            THING PATCH /api/users/{} {"name":"x"}
            THING DELETE /api/users/{}
            OWN POST /api/organisations {"name":"x"}
            SELF GET /api/organisations
            THING GET /api/organisations/{}
            THING PATCH /api/organisations/{} {"name":"x"}
            THING DELETE /api/organisations/{}
            THING PUT /api/organisations/{}/owner {"subject":"user:x"}
            THING GET /api/organisations/{}/members
            THING GET /api/organisations/{}/members/{}
            THING PUT /api/organisations/{}/members/{} {"role":"viewer"}
            VIEWED DELETE /api/organisations/{}/members/{}
            THING POST /api/organisations/{}/teams {"name":"x"}
            THING GET /api/organisations/{}/teams
            THING GET /api/organisations/{}/teams/{}
            THING PATCH /api/organisations/{}/teams/{} {"name":"x"}
            THING DELETE /api/organisations/{}/teams/{}
            THING GET /api/organisations/{}/teams/{}/members
            THING PUT /api/organisations/{}/teams/{}/members/{}
            THING DELETE /api/organisations/{}/teams/{}/members/{}
            THING POST /api/organisations/{}/invitations {"email":"walker@example.org","role":"viewer"}
            THING GET /api/organisations/{}/invitations
            THING GET /api/organisations/{}/invitations/{}
            THING DELETE /api/organisations/{}/invitations/{}
            THING POST /api/organisations/{}/invitations/{}/resend
            PUBLIC POST /api/invitations/look-up {"token":"x"}
            SELF POST /api/invitations/accept {"token":"x"}
            LIST GET /api/audit
            LIST GET /api/audit/anchors
            SELF GET /api/audit/keys
            SELF GET /api/usage
            SELF GET /api/plan
            SELF GET /api/plans
            THING GET /api/tenants/{}/plan
            THING PUT /api/tenants/{}/plan {"plan":"free"}
            THING DELETE /api/tenants/{}/plan
            THING GET /api/tenants/{}/audit
            THING GET /api/tenants/{}/audit/anchors
            THING GET /api/tenants/{}/limits
            THING PUT /api/tenants/{}/limits {"limits":{"messages-per-user":"300/1M"}}
            THING DELETE /api/tenants/{}/limits
            OWN POST /api/webhook-sources {"name":"x","scheme":"github"}
            LIST GET /api/webhook-sources
            THING GET /api/webhook-sources/{}
            THING PATCH /api/webhook-sources/{} {"name":"x"}
            THING DELETE /api/webhook-sources/{}
            THING POST /api/webhook-sources/{}/rotations {}
            THING GET /api/webhook-sources/{}/deliveries
            THING GET /api/webhook-sources/{}/deliveries/{}
            THING POST /api/webhook-sources/{}/deliveries/{}/replay
            LIST GET /api/cache
            THING GET /api/cache/{}
            OWN PUT /api/cache/{} x
            OWN DELETE /api/cache/{}
            SELF GET /api/chat
            OWN POST /api/rooms {"name":"x"}
            LIST GET /api/rooms
            THING GET /api/rooms/{}
            THING PATCH /api/rooms/{} {"name":"x"}
            THING DELETE /api/rooms/{}
            THING POST /api/rooms/{}/messages {"content":"x"}
            THING GET /api/rooms/{}/messages
            THING GET /api/rooms/{}/messages/{}
            THING GET /api/rooms/{}/messages/{}/history
            THING PATCH /api/rooms/{}/messages/{} {"content":"x"}
            THING DELETE /api/rooms/{}/messages/{}
            VIEWED POST /api/rooms/{}/messages/{}/report {"reason":"spam"}
            THING PUT /api/rooms/{}/messages/{}/reactions/{}
            THING DELETE /api/rooms/{}/messages/{}/reactions/{}
            THING POST /api/rooms/{}/operations {"operations":[{"op":"remove","path":"a"}]}
            THING GET /api/rooms/{}/objects
            THING GET /api/rooms/{}/object?path=ships/sirius
            THING GET /api/rooms/{}/object/history?path=ships/sirius
            THING GET /api/rooms/{}/document
            THING GET /api/rooms/{}/document/history?path=%5B%22v%22,%22harbour%22%5D
            THING GET /api/rooms/{}/schemas
            THING GET /api/rooms/{}/schemas/{}
            THING PUT /api/rooms/{}/schemas/{} {"pattern":"a/*","conflict":"merge","schema":{"type":"object"}}
            THING DELETE /api/rooms/{}/schemas/{}
            THING GET /api/rooms/{}/live
            THING GET /api/rooms/{}/activity
            THING GET /api/rooms/{}/drafts
            THING GET /api/rooms/{}/drafts/{}
            THING PUT /api/rooms/{}/drafts/{} {"content":"x"}
            THING DELETE /api/rooms/{}/drafts/{}
            THING GET /api/rooms/{}/unread
            VIEWED PUT /api/rooms/{}/marker {"upTo":1}
            LIST GET /api/unread
            LIST GET /api/me/activity
            THING POST /api/rooms/{}/join {"token":"x"}
            THING GET /api/rooms/{}/members
            THING GET /api/rooms/{}/members/{}
            THING PUT /api/rooms/{}/members/{} {"role":"viewer","handle":"x"}
            THING DELETE /api/rooms/{}/members/{}
            THING GET /api/rooms/{}/teams
            THING PUT /api/rooms/{}/teams/{} {"role":"viewer"}
            THING DELETE /api/rooms/{}/teams/{}
            THING GET /api/rooms/{}/bans
            THING GET /api/rooms/{}/bans/{}
            THING PUT /api/rooms/{}/bans/{} {}
            THING DELETE /api/rooms/{}/bans/{}
            THING GET /api/rooms/{}/links
            THING POST /api/rooms/{}/links {"role":"viewer"}
            THING GET /api/rooms/{}/links/{}
            THING DELETE /api/rooms/{}/links/{}
            SOCKET GET /api/rooms/{}/ws
            SOCKET GET /api/rooms/{}/tinybase
            OWN POST /api/upload
            LIST GET /api/files
            THING GET /api/files/{}
            THING POST /api/files/{}/process
            THING GET /api/files/{}/content
            THING GET /api/files/{}/thumbnail
            THING GET /api/files/{}/preview
            THING GET /api/files/{}/text
            THING DELETE /api/files/{}
            OWN POST /api/exports {}
            LIST GET /api/exports
            THING GET /api/exports/{}
            THING DELETE /api/exports/{}
            OWN POST /api/backups {}
            LIST GET /api/backups
            OWN POST /api/backups/uploads no archive
            THING GET /api/backups/{}
            THING GET /api/backups/{}/content
            THING DELETE /api/backups/{}
            THING POST /api/backups/{}/restores {}
            LIST GET /api/restores
            THING GET /api/restores/{}
            THING POST /api/restores/{}/abandon
            OWN POST /api/workflow/start {"type":"onboarding","input":{}}
            LIST GET /api/workflows
            THING GET /api/workflows/{}
            THING GET /api/workflows/{}/history
            THING POST /api/workflows/{}/events/{} {}
            THING POST /api/workflows/{}/cancel
            THING POST /api/workflows/{}/pause
            THING POST /api/workflows/{}/resume
            THING POST /api/workflows/{}/restart {}
            LIST GET /api/jobs
            THING GET /api/jobs/{}
            OWN POST /api/jobs/replay {}
            THING POST /api/jobs/{}/cancel
            THING POST /api/jobs/{}/retry
            THING POST /api/jobs/{}/replay {}
            THING POST /api/jobs/{}/discard
            LIST GET /api/schedules
            THING GET /api/schedules/{}
            OWN PUT /api/schedules/{} {}
            THING DELETE /api/schedules/{}
            THING POST /api/schedules/{}/pause
            THING POST /api/schedules/{}/resume
            OWN POST /api/moderation/rules {"name":"x","check":{"type":"mentions","max":1}}
            LIST GET /api/moderation/rules
            THING GET /api/moderation/rules/{}
            THING PATCH /api/moderation/rules/{} {"name":"x"}
            THING DELETE /api/moderation/rules/{}
            THING POST /api/moderation/rules/{}/rotations
            LIST GET /api/moderation/items
            THING GET /api/moderation/items/{}
            THING POST /api/moderation/items/{}/approve {}
            THING POST /api/moderation/items/{}/reject {}
            LIST GET /api/operations
            THING GET /api/operations/installation
            THING GET /api/operations/dead-letters
            THING GET /api/operations/dead-letters/{}
            THING POST /api/operations/dead-letters/{}/replay
            THING POST /api/operations/dead-letters/{}/discard
            THING GET /api/operations/jobs
            THING POST /api/operations/jobs/replay {}
            THING POST /api/operations/jobs/discard {}
            THING POST /api/operations/queues/{}/pause
            THING POST /api/operations/queues/{}/resume
            THING DELETE /api/operations/files/{}
            THING GET /api/operations/gateway/dead-letters
            THING GET /api/operations/gateway/dead-letters/{}
            THING POST /api/operations/gateway/dead-letters/{}/replay
            THING POST /api/operations/gateway/dead-letters/{}/discard
            LIST GET /api/queues
            OWN POST /api/queues/{}/pause
            OWN POST /api/queues/{}/resume
            LIST GET /api/notifications
            SELF GET /api/notifications/count
            SELF POST /api/notifications/marks {}
            THING GET /api/notifications/{}
            VIEWED PATCH /api/notifications/{} {"as":"read"}
            SELF GET /api/me/ws
            THING GET /api/workflows/{}/progress
            THING GET /api/jobs/{}/progress
            SELF POST /api/notifications {}
            SELF GET /api/notifications/preferences
            SELF PUT /api/notifications/preferences {}
            SELF PATCH /api/notifications/preferences {}
            SELF GET /api/notifications/address
            SELF PUT /api/notifications/address {}
            SELF DELETE /api/notifications/address
            PUBLIC GET /api/notifications/confirm
            PUBLIC POST /api/notifications/confirm
            PUBLIC GET /api/notifications/unsubscribe
            PUBLIC POST /api/notifications/unsubscribe
            LIST GET /api/notifications/suppressions
            OWN POST /api/notifications/suppressions {"email":"walker@example.org","category":"app"}
            VIEWED DELETE /api/notifications/suppressions/{}
            OWN POST /api/notifications/mail-reports {"address":"walker@example.org","kind":"bounce"}
            SELF GET /api/notifications/push
            SELF POST /api/notifications/push/subscriptions {}
            VIEWED DELETE /api/notifications/push/subscriptions/{}
            OWN POST /api/workers {"name":"walker","url":"https://example.org/work"}
            LIST GET /api/workers
            THING GET /api/workers/{}
            THING PATCH /api/workers/{} {}
            THING DELETE /api/workers/{}
            THING POST /api/workers/{}/rotations {}
            THING POST /api/workers/{}/jobs {"jobs":[{"payload":1,"delaySeconds":3600}]}
            SELF GET /api/webhook-event-types
            OWN POST /api/webhook-endpoints {"url":"https://example.org/hook"}
            LIST GET /api/webhook-endpoints
            THING GET /api/webhook-endpoints/{}
            THING PATCH /api/webhook-endpoints/{} {}
            THING DELETE /api/webhook-endpoints/{}
            THING POST /api/webhook-endpoints/{}/rotations {}
            THING GET /api/webhook-endpoints/{}/deliveries
            THING GET /api/webhook-endpoints/{}/deliveries/{}
            THING POST /api/webhook-endpoints/{}/deliveries/{}/replay
            THING POST /api/webhook-endpoints/{}/recover {"since":"2026-01-01T00:00:00Z"}
            THING POST /api/webhook-endpoints/{}/replay-missing {"since":"2026-01-01T00:00:00Z"}
            THING POST /api/webhook-endpoints/{}/test {"type":"message.posted"}
            LIST GET /api/search?q=walker
            """;

    private KnownRoutes() {}

    /// By method and path, with `{}` for each placeholder.
    static Map<String, Known> all() {
        Map<String, Known> known = new LinkedHashMap<>();
        ROUTES.lines().forEach(line -> {
            String[] parts = line.split(" ", 4);
            String[] target = parts[2].split("\\?", 2);
            known.put(
                    parts[1] + " " + target[0],
                    new Known(
                            Kind.valueOf(parts[0]),
                            target.length == 1 ? "" : "?" + target[1],
                            parts.length < 4 ? "" : parts[3]));
        });
        return known;
    }
}
