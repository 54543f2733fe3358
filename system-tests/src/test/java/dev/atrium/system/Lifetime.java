package dev.atrium.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/// What becomes of each thing of an organisation: what its owner does with it, one after the other,
/// down to the removal of the organisation itself.
final class Lifetime {

    /// In this order: a route, what it answers when it is asked so many times in turn, and the body.
    /// [Furnished] knows the ids.
    private static final String USES = """
            POST /api/tickets 200
            POST /api/sockets/renewals 200
            PUT /api/cache/{} 204 more
            PUT /api/organisations/{}/teams/{}/members/{} 200,200
            PUT /api/rooms/{}/messages/{}/reactions/{} 200,200
            POST /api/moderation/rules/{}/rotations 201,201
            POST /api/workflows/{}/events/{} 409 {"by":"another"}
            POST /api/workflows/{}/pause 200,200
            POST /api/workflows/{}/resume 200,200
            POST /api/workflows/{}/cancel 200,200
            POST /api/workflows/{}/resume 409
            POST /api/workflows/{}/restart 200 {}
            POST /api/workflows/{}/cancel 200
            POST /api/schedules/{}/pause 200,200
            POST /api/schedules/{}/resume 200,200
            """;

    /// The same, of removing.
    private static final String ENDS = """
            DELETE /api/rooms/{}/messages/{}/reactions/{} 200,200
            DELETE /api/rooms/{}/messages/{} 200,200
            DELETE /api/rooms/{}/schemas/{} 204,204
            DELETE /api/rooms/{}/drafts/{} 204,204
            DELETE /api/rooms/{}/links/{} 204,204
            DELETE /api/rooms/{}/bans/{} 204,204
            DELETE /api/rooms/{}/teams/{} 204,204
            DELETE /api/rooms/{}/members/{} 204,204
            DELETE /api/moderation/rules/{} 204,404
            DELETE /api/schedules/{} 204,404
            DELETE /api/exports/{} 204,204
            DELETE /api/backups/{} 204,404
            DELETE /api/files/{} 204,404
            DELETE /api/rooms/{} 204,404
            DELETE /api/webhook-endpoints/{} 204,404
            DELETE /api/workers/{} 204,404
            DELETE /api/webhook-sources/{} 204,404
            DELETE /api/notifications/suppressions/{} 204,404
            DELETE /api/notifications/push/subscriptions/{} 204,404
            DELETE /api/notifications/address 204,204
            DELETE /api/cache/{} 204,404
            DELETE /api/keys/{} 204,204
            DELETE /api/users/{} 204,204
            DELETE /api/organisations/{}/invitations/{} 204,204
            DELETE /api/organisations/{}/teams/{}/members/{} 204,404
            DELETE /api/organisations/{}/teams/{} 204,404
            """;

    /// The same, of the operator.
    private static final String OPERATES = """
            PUT /api/tenants/{}/plan 200,200 {"plan":"pro"}
            GET /api/tenants/{}/plan 200
            DELETE /api/tenants/{}/plan 204,204
            PUT /api/tenants/{}/limits 200,200 {"limits":{"frames-per-user":"unlimited"}}
            GET /api/tenants/{}/limits 200
            DELETE /api/tenants/{}/limits 204,204
            GET /api/tenants/{}/audit 200
            GET /api/tenants/{}/audit/anchors 200
            GET /api/operations/installation 200
            GET /api/operations/dead-letters 200
            GET /api/operations/dead-letters/{} 404
            POST /api/operations/dead-letters/{}/replay 404
            POST /api/operations/dead-letters/{}/discard 404
            GET /api/operations/jobs 200
            POST /api/operations/jobs/replay 200 {"type":"none"}
            POST /api/operations/jobs/discard 200 {"type":"none"}
            POST /api/operations/queues/{}/pause 200,200
            POST /api/operations/queues/{}/resume 200,200
            DELETE /api/operations/files/{} 404
            GET /api/operations/gateway/dead-letters 200
            GET /api/operations/gateway/dead-letters/{} 404
            POST /api/operations/gateway/dead-letters/{}/replay 404
            POST /api/operations/gateway/dead-letters/{}/discard 404
            POST /api/notifications/mail-reports 204 {"address":"gone@mail.example","kind":"bounce"}
            """;

    /// Of the gateway itself, for everybody.
    private static final Map<String, String> PAGES = Map.ofEntries(
            Map.entry("GET /", "/"),
            Map.entry("GET /ui/{}", "/ui/openapi.d.ts"),
            Map.entry("GET /ui/api/", "/ui/api/"),
            Map.entry("GET /ui/api/{}", "/ui/api/swagger-ui.css"),
            Map.entry("GET /problems", "/problems"),
            Map.entry("GET /problems/{}", "/problems/not-found"),
            Map.entry("GET /api/health", "/api/health"),
            Map.entry("GET /api/openapi", "/api/openapi"),
            Map.entry("GET /api/asyncapi", "/api/asyncapi"),
            Map.entry("GET /api/asyncapi/events", "/api/asyncapi/events"));

    private static final String CONFIRM = "/api/notifications/confirm";
    private static final String UNSUBSCRIBE = "/api/notifications/unsubscribe";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Suite suite;
    private final Person passerby;
    private final Person alice;
    private final Person bob;
    private final Person operator;
    private final Furnished furnished;
    private final Demands demands;
    private final Person owner;
    private final Person guest;
    private final String address;

    /// @param alice the owner
    /// @param bob who becomes a member
    /// @param operator who runs the installation
    Lifetime(Suite suite, Person alice, Person bob, Person operator, Furnished furnished, Demands demands) {
        this.suite = suite;
        this.passerby = Person.anonymous(suite);
        this.alice = alice;
        this.bob = bob;
        this.operator = operator;
        this.furnished = furnished;
        this.demands = demands;
        this.owner = alice.in(furnished.id("organisations"));
        this.guest = bob.in(furnished.id("organisations"));
        this.address = furnished.word() + "@mail.example";
    }

    /// Makes the guest a viewer, and has it told something by mail.
    void begin() {
        String link = Mailed.invitation(suite, owner, furnished.id("organisations"), "bob@globex.test", "viewer");
        String token = "{\"token\":\"" + link.substring(link.indexOf('=') + 1) + "\"}";
        demand(passerby, "POST /api/invitations/look-up", 200, token);
        demand(bob, "POST /api/invitations/accept", 200, token);
        demand(passerby, "POST /api/invitations/look-up", 404, token);

        guest.send("PUT", "/api/notifications/address", "application/json", "{\"email\":\"" + address + "\"}")
                .expect(202);
        follow(CONFIRM);
        owner.post(
                        "/api/notifications",
                        "{\"recipients\":[\"" + furnished.id("members") + "\"],\"title\":\"" + furnished.word()
                                + "\",\"category\":\"system\"}")
                .expect(202);
    }

    /// Everything is used.
    void live() {
        PAGES.forEach((route, path) -> demands.status("everybody", route, passerby.get(path), 200));
        demands.part("sessions", this::sessions);
        demands.part("invitations", this::invitations);
        demands.part("sockets", this::sockets);
        demands.part("webhooks", this::webhooks);
        demands.part("files", this::files);
        demands.part("jobs", this::jobs);
        demands.part("rooms", this::rooms);
        demands.part("backups", this::backups);
        table(owner, USES);
        demands.part("mails", this::mails);
        table(operator, OPERATES);
    }

    /// Everything is removed, at last the organisation by the one to whom it was given.
    void end() {
        table(owner, ENDS);
        String subject = "{\"subject\":\"" + furnished.id("members") + "\"}";
        demand(owner, "PUT /api/organisations/{}/owner", 200, subject);
        furnished.set("members", Furnished.subject(alice));
        demand(guest, "GET /api/organisations/{}/members/{}", 200, "");
        demand(guest, "DELETE /api/organisations/{}/members/{}", 204, "");
        demand(guest, "DELETE /api/organisations/{}/members/{}", 404, "");
        demand(guest, "DELETE /api/organisations/{}", 204, "");
        demand(bob, "DELETE /api/organisations/{}", 404, "");
    }

    /// A new one, because the first may have been sent more than a minute ago.
    private void invitations() {
        furnished.make(
                "invitations",
                furnished.path("/api/organisations/{}/invitations"),
                "{\"email\":\"%s-again@example.org\",\"role\":\"viewer\"}");
        demand(owner, "POST /api/organisations/{}/invitations/{}/resend", 409, "");
    }

    private void sessions() {
        demands.status("a passer-by", "GET /api/sign-in", passerby.get("/api/sign-in"), 303);
        demands.status("a passer-by", "GET /api/sign-in/callback", passerby.get("/api/sign-in/callback"), 400);
        demands.status(
                "a passer-by",
                "POST /api/sign-in/back-channel",
                passerby.send("POST", "/api/sign-in/back-channel"),
                400);
        demand(alice, "DELETE /api/sessions/{}", 204, "");
        demand(alice, "DELETE /api/sessions/{}", 204, "");
        JsonNode opened = demand(alice, "POST /api/sessions", 201, "").json();
        Person session = Person.with(suite, opened.path("token").asText());
        demand(
                session,
                "PUT /api/session/organisation",
                200,
                "{\"organisation\":\"" + furnished.id("organisations") + "\"}");
        JsonNode refreshed = demand(
                        passerby,
                        "POST /api/session/refresh",
                        200,
                        "{\"refreshToken\":\"" + opened.path("refreshToken").asText() + "\"}")
                .json();
        demand(Person.with(suite, refreshed.path("token").asText()), "POST /api/sign-out", 200, "");
        demand(alice, "POST /api/sign-out", 409, "");
        demand(alice, "DELETE /api/sessions", 204, "");
    }

    private void sockets() {
        for (String route : new String[] {"GET /api/rooms/{}/ws", "GET /api/rooms/{}/tinybase", "GET /api/me/ws"}) {
            demands.socket(owner, route, furnished.path(route), 101);
        }
    }

    private void webhooks() {
        String route = "POST /api/webhooks/{}";
        String body = "{\"word\":\"" + furnished.word() + "\"}";
        String signature = "sha256="
                + HexFormat.of()
                        .formatHex(Hmac.sha256(
                                furnished.told("webhook-sources", "secret").getBytes(StandardCharsets.UTF_8), body));
        for (int i = 0; i < 2; i++) {
            demands.described(
                    "a sender",
                    route,
                    passerby.post(furnished.path(route), body, "X-Hub-Signature-256", signature),
                    202);
        }
        demands.status(
                "another one",
                route,
                passerby.post(furnished.path(route), body + " ", "X-Hub-Signature-256", signature),
                404);

        String test = furnished.path("POST /api/webhook-endpoints/{}/test");
        furnished.make("deliveries", owner.post(test, "{\"type\":\"message.posted\"}"));
        demand(owner, "GET /api/webhook-endpoints/{}/deliveries/{}", 200, "");
        demand(owner, "POST /api/webhook-endpoints/{}/deliveries/{}/replay", 202, "");
    }

    private void files() {
        String route = "POST /api/upload";
        demands.described("the owner", route, upload("first"), 201);
        Http.Answer again = upload("first");
        demands.described("the owner again", route, again, 200);
        demands.status("another file under the same key", route, upload("second"), 422);
        furnished.set("files", again.json().path("id").asText());
        awaitText();
        demand(owner, "GET /api/files/{}/text", 200, "");
        demand(owner, "POST /api/files/{}/process", 202, "");
        awaitText();
    }

    private void awaitText() {
        String text = furnished.path("GET /api/files/{}/text");
        Awaitility.await("the file's text")
                .atMost(PATIENCE)
                .until(() -> owner.get(text).status() == 200);
    }

    private Http.Answer upload(String content) {
        return owner.upload(
                "a.txt",
                "text/plain",
                content.getBytes(StandardCharsets.UTF_8),
                Map.of(),
                "Idempotency-Key",
                furnished.word());
    }

    /// Of a class that is paused meanwhile, so that none is done before it is cancelled.
    private void jobs() {
        String list = "/api/jobs?type=media.process";
        demand(owner, "POST /api/queues/{}/pause", 200, "");
        Set<String> before = ids(list);
        owner.upload("b.png", "image/png", Samples.png(30, 30), Map.of()).expect(201);
        furnished.set(
                "jobs",
                Awaitility.await("the file's job")
                        .atMost(PATIENCE)
                        .until(
                                () -> ids(list).stream()
                                        .filter(id -> !before.contains(id))
                                        .findFirst()
                                        .orElse(""),
                                id -> !id.isEmpty()));
        table(owner, """
                POST /api/jobs/{}/cancel 200,200
                POST /api/jobs/{}/retry 200
                POST /api/jobs/{}/cancel 200
                POST /api/jobs/{}/replay 200 {}
                POST /api/jobs/{}/discard 409
                POST /api/queues/{}/resume 200
                """);
    }

    private void rooms() {
        String room = furnished.path("GET /api/rooms/{}");
        furnished.make("messages", room + "/messages", "{\"content\":\"%s again\"}");
        furnished.make("links", room + "/links", "{\"role\":\"viewer\"}");
        demand(owner, "POST /api/rooms/{}/join", 200, "{\"token\":\"" + furnished.told("links", "token") + "\"}");
        furnished.make(
                "rules",
                "/api/moderation/rules",
                "{\"name\":\"%s\",\"check\":{\"type\":\"hook\",\"url\":\"https://example.com/%s\",\"whenAway\":"
                        + "\"approve\"}}");
    }

    private void backups() {
        furnished.await("/api/exports/" + furnished.id("exports"));
        String workflow = furnished.id("workflows");
        furnished.set("workflows", "export:" + furnished.id("exports"));
        demand(owner, "GET /api/workflows/{}/progress", 200, "");
        furnished.set("workflows", workflow);

        byte[] archive = owner.get(furnished.path("GET /api/backups/{}/content"))
                .expect(200)
                .body();
        demands.described(
                "the owner",
                "POST /api/backups/uploads",
                owner.post("/api/backups/uploads", "application/x-tar", archive),
                201);
        furnished.make(
                "restores",
                Awaitility.await("no other restore is under way")
                        .atMost(PATIENCE)
                        .until(
                                () -> owner.post(furnished.path("POST /api/backups/{}/restores"), "{\"dryRun\":true}"),
                                answer -> answer.status() != 409));
        furnished.await(furnished.path("GET /api/restores/{}"));
        demand(owner, "GET /api/restores/{}", 200, "");
        demand(owner, "POST /api/restores/{}/abandon", 409, "");
    }

    private void mails() {
        follow(UNSUBSCRIBE);
        furnished.set("suppressions", furnished.awaitFirst("/api/notifications/suppressions"));
    }

    /// Where a link leads that came by mail: it is looked at, and then done.
    private void follow(String path) {
        Pattern form = Pattern.compile("https?://\\S+?(" + Pattern.quote(path) + "\\?\\S+)");
        String link = Awaitility.await("the mail with a link to " + path)
                .atMost(PATIENCE)
                .until(
                        () -> Mails.to(suite, address).stream()
                                .map(mail -> form.matcher(mail.path("text").asText()))
                                .filter(Matcher::find)
                                .map(found -> found.group(1))
                                .findFirst()
                                .orElse(""),
                        found -> !found.isEmpty());
        demands.described("a reader", "GET " + path, passerby.get(link), 200);
        demands.described(
                "a reader",
                "POST " + path,
                passerby.send("POST", link, "application/x-www-form-urlencoded", "List-Unsubscribe=One-Click"),
                200);
    }

    private void table(Person person, String lines) {
        lines.lines().forEach(line -> {
            String[] parts = line.split(" ", 4);
            for (String status : parts[2].split(",")) {
                demand(person, parts[0] + " " + parts[1], Integer.parseInt(status), parts.length < 4 ? "" : parts[3]);
            }
        });
    }

    private Http.Answer demand(Person person, String route, int status, String body) {
        String method = route.substring(0, route.indexOf(' '));
        Http.Answer answer = person.ask(method, furnished.path(route), body);
        demands.described("in use", route, answer, status);
        return answer;
    }

    private Set<String> ids(String list) {
        return Pages.all(owner, list).stream()
                .map(item -> item.path("id").asText())
                .collect(Collectors.toSet());
    }
}
