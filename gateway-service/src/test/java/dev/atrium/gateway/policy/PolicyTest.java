package dev.atrium.gateway.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.limit.Usage;
import io.vertx.core.http.HttpMethod;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyTest {

    private static final RouteTable POLICY = new RouteTable(Policy.routes());

    @Test
    void findsTheRouteOfARequest() {
        Match match = POLICY.match(HttpMethod.POST, "/api/rooms/01a1fcc5-c97a-7ba7-a647-ea464b6bc917/messages");

        Route route = assertInstanceOf(Match.Found.class, match).route();
        assertEquals(Destination.ROOM, route.destination());
        assertEquals(Access.scope(Scopes.MESSAGES_WRITE).orGuest(), route.access());
    }

    @Test
    void whatHappensToMessagesGoesToTheirRooms() {
        String message =
                "/api/rooms/01a1fcc5-c97a-7ba7-a647-ea464b6bc917/messages/01a1fcc5-c97a-7ba7-a647-ea464b6bc918";

        for (HttpMethod method : List.of(HttpMethod.PATCH, HttpMethod.DELETE)) {
            Route route = assertInstanceOf(Match.Found.class, POLICY.match(method, message))
                    .route();
            assertEquals(Access.scope(Scopes.MESSAGES_WRITE), route.access());
            assertEquals(Destination.ROOM, route.destination());
        }
        for (String emoji : List.of("%F0%9F%91%8D", "+1", "thumbs-up")) {
            assertInstanceOf(Match.Found.class, POLICY.match(HttpMethod.PUT, message + "/reactions/" + emoji));
            assertInstanceOf(Match.Found.class, POLICY.match(HttpMethod.DELETE, message + "/reactions/" + emoji));
        }
    }

    @Test
    void whatIsAboutOneRoomGoesToItsNodeAndWhatIsAboutManyToAny() {
        String room = "01a1fcc5-c97a-7ba7-a647-ea464b6bc917";

        for (String path : List.of("/activity", "/messages/" + room + "/history")) {
            assertEquals(Optional.of(room), room(HttpMethod.GET, "/api/rooms/" + room + path));
        }
        for (String path : List.of("/api/rooms", "/api/me/activity", "/api/unread")) {
            assertEquals(Optional.empty(), room(HttpMethod.GET, path));
        }
        assertEquals(Optional.empty(), room(HttpMethod.GET, "/api/files/" + room));
    }

    private static Optional<String> room(HttpMethod method, String path) {
        return assertInstanceOf(Match.Found.class, POLICY.match(method, path))
                .route()
                .room(path);
    }

    @Test
    void aRoomsObjectsAreReadByReadersAndWrittenByWriters() {
        String room = "/api/rooms/01a1fcc5-c97a-7ba7-a647-ea464b6bc917";
        Access read = Access.scope(Scopes.ROOMS_READ).orAnonymous();
        Access write = Access.scope(Scopes.ROOMS_WRITE);

        for (String path : List.of(
                "/objects",
                "/object",
                "/object/history",
                "/document",
                "/document/history",
                "/schemas",
                "/schemas/passages")) {
            assertRoute(read, POLICY.match(HttpMethod.GET, room + path));
        }
        assertRoute(write, POLICY.match(HttpMethod.POST, room + "/operations"));
        assertRoute(write, POLICY.match(HttpMethod.PUT, room + "/schemas/passages"));
        assertRoute(write, POLICY.match(HttpMethod.DELETE, room + "/schemas/passages"));
        assertInstanceOf(Match.Nothing.class, POLICY.match(HttpMethod.GET, room + "/objects/a/b"));
    }

    private static void assertRoute(Access access, Match match) {
        Route route = assertInstanceOf(Match.Found.class, match).route();
        assertEquals(access, route.access());
        assertEquals(Destination.ROOM, route.destination());
    }

    @Test
    void whoMayDoWhatInARoomIsChangedThere() {
        String room = "/api/rooms/01a1fcc5-c97a-7ba7-a647-ea464b6bc917";
        String team = "/teams/01a1fcc5-c97a-7ba7-a647-ea464b6bc919";
        Map<HttpMethod, List<String>> changes = Map.of(
                HttpMethod.PATCH, List.of(""),
                HttpMethod.POST, List.of("/join", "/links"),
                HttpMethod.PUT, List.of("/members/user:1", "/members/key:1", "/bans/user:1", team),
                HttpMethod.DELETE,
                        List.of(
                                "/members/user:1",
                                "/bans/user:1",
                                "/links/01a1fcc5-c97a-7ba7-a647-ea464b6bc918",
                                team));
        changes.forEach((method, paths) -> paths.forEach(path -> {
            Route route = assertInstanceOf(Match.Found.class, POLICY.match(method, room + path))
                    .route();
            assertEquals(Access.scope(Scopes.ROOMS_WRITE), route.access(), path);
            assertEquals(Destination.ROOM, route.destination());
        }));
        for (String path : List.of("/bans", "/bans/user:1", "/links", "/links/01a1fcc5-c97a-7ba7-a647-ea464b6bc918")) {
            Route route = assertInstanceOf(Match.Found.class, POLICY.match(HttpMethod.GET, room + path))
                    .route();
            assertEquals(Access.scope(Scopes.ROOMS_READ), route.access(), path);
        }
        for (String path : List.of("/members", "/members/user:1", "/teams")) {
            Route route = assertInstanceOf(Match.Found.class, POLICY.match(HttpMethod.GET, room + path))
                    .route();
            assertTrue(route.access().anonymous(), path);
        }
    }

    @Test
    void headIsWhereGetIs() {
        assertInstanceOf(Match.Found.class, POLICY.match(HttpMethod.HEAD, "/api/rooms"));
    }

    @Test
    void tellsWhichMethodsAnAddressTakes() {
        Match match = POLICY.match(HttpMethod.PATCH, "/api/rooms");

        assertEquals(new Match.OtherMethod(List.of("GET", "POST")), match);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "api/rooms",
                "/api",
                "/api/rooms/",
                "/api/keys/x/",
                "/problems/",
                "/ui/",
                "/ui/api//",
                "/ui/api/x/",
                "/ui//api/",
                "//",
                "//api/rooms",
                "/api//rooms",
                "/API/rooms",
                "/api/rooms/a/b/c",
                "/internal/files/1/derive",
                "/openapi",
                "/q/health",
                "/q/../api/rooms",
                "/api/rooms/../files",
                "/api/rooms/..",
                "/api/rooms/.",
                "/api/rooms/%2e%2E",
                "/api/rooms/%2E",
                "/api/files/x%2f..%2f..%2finternal",
                "/api/files/x%5cy",
                "/api/files/x\\y",
                "/api/files/x%00y",
                "/api/files/x%0d%0aSet-Cookie:y",
                "/api/files/%",
                "/api/files/%zz",
                "/api/files/%C0%AE",
                "/api/files/a b",
                "/api/files/a;b=c",
                "/api/files/é",
                "/api/files/x?y",
            })
    void whatIsNotListedOrCouldBeReadDifferentlyDoesNotExist(String path) {
        assertInstanceOf(Match.Nothing.class, POLICY.match(HttpMethod.GET, path));
    }

    @Test
    void aSlashAtTheEndIsPartOfThePath() {
        for (String path : List.of("/ui/api/", "/ui/api/page.js", "/ui/api")) {
            Route route = assertInstanceOf(Match.Found.class, POLICY.match(HttpMethod.GET, path))
                    .route();
            assertEquals(path.equals("/ui/api/"), route.path().equals(PathTemplate.of("/ui/api/")), path);
        }
    }

    @Test
    void whereAnAddressHasBothItIsWhatTheRequestWants() {
        for (Route.Transport wanted : Route.Transport.values()) {
            Route route = assertInstanceOf(Match.Found.class, POLICY.match(HttpMethod.GET, "/api/chat", wanted))
                    .route();
            assertEquals(wanted, route.transport());
            assertTrue(route.isDefaultRoom());
        }
        assertEquals(
                Route.Transport.WEBSOCKET,
                assertInstanceOf(Match.Found.class, POLICY.match(HttpMethod.GET, "/api/rooms/r1/ws"))
                        .route()
                        .transport());
    }

    @Test
    void anOverlongPathDoesNotExist() {
        assertInstanceOf(Match.Nothing.class, POLICY.match(HttpMethod.GET, "/api/files/" + "a".repeat(3_000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/jobs/media.process:1", "/api/jobs/a%3Ab", "/api/jobs/a+b", "/api/jobs/%C3%A9", "/"})
    void ordinaryIdsPass(String path) {
        assertInstanceOf(Match.Found.class, POLICY.match(HttpMethod.GET, path));
    }

    @Test
    void onlyGrantableScopesAreAskedForAndAnonymousReadsOnlyOrIsAGuest() {
        for (Route route : Policy.routes()) {
            route.access().scope().ifPresent(scope -> assertTrue(Scopes.ALL.contains(scope), route.toString()));
            boolean changes = !route.method().equals(HttpMethod.GET);
            // A webhook and the provider's word are proven by a signature, a refresh by its token, a link in a mail
            // by both. A look-up only reads, what its token leads to. Guests are somebody.
            boolean meant = Set.of(
                            "/api/keys",
                            "/api/webhooks/{source}",
                            "/api/session/refresh",
                            "/api/sign-in/back-channel",
                            "/api/invitations/look-up",
                            "/api/notifications/confirm",
                            "/api/notifications/unsubscribe")
                    .contains(route.path().toString());
            assertTrue(
                    !route.access().anonymous()
                            || !changes
                            || meant
                            || route.access().asGuest(),
                    route.toString());
        }
    }

    @Test
    void everyRequestCountsAndSomeCountForMore() {
        assertEquals(Policy.routes(), using(Usage.REQUESTS));
        assertEquals(List.of("POST /api/keys"), names(using(Usage.KEYS)));
        assertEquals(List.of("POST /api/rooms"), names(using(Usage.ROOMS)));
        assertEquals(List.of("POST /api/session/refresh"), names(using(Usage.REFRESHES)));
        assertEquals(
                List.of("GET /api/sign-in", "GET /api/sign-in/callback", "POST /api/sessions"),
                names(using(Usage.SIGN_INS)));
        assertEquals(List.of("POST /api/exports"), names(using(Usage.EXPORTS)));
        assertEquals(List.of("POST /api/workers/{id}/jobs"), names(using(Usage.JOBS)));
        assertEquals(
                List.of(
                        "POST /api/workflow/start",
                        "POST /api/exports",
                        "POST /api/backups",
                        "POST /api/backups/{id}/restores"),
                names(using(Usage.WORKFLOWS)));
        assertEquals(
                List.of(
                        "POST /api/rooms/{id}/messages",
                        "PATCH /api/rooms/{id}/messages/{messageId}",
                        "DELETE /api/rooms/{id}/messages/{messageId}",
                        "POST /api/rooms/{id}/messages/{messageId}/report",
                        "PUT /api/rooms/{id}/messages/{messageId}/reactions/{emoji}",
                        "DELETE /api/rooms/{id}/messages/{messageId}/reactions/{emoji}"),
                names(using(Usage.MESSAGES)));
        assertEquals(
                List.of(
                        "GET /api/files/{id}/content",
                        "GET /api/files/{id}/thumbnail",
                        "GET /api/files/{id}/preview",
                        "GET /api/files/{id}/text",
                        "GET /api/backups/{id}/content"),
                names(using(Usage.DOWNLOADED_BYTES)));
        for (Route route : Policy.routes()) {
            assertEquals(
                    route.transport() == Route.Transport.WEBSOCKET, route.uses().contains(Usage.SOCKETS));
            assertEquals(route.body() == BodyLimit.UPLOAD, route.uses().contains(Usage.UPLOADED_BYTES));
        }
    }

    private static List<Route> using(Usage usage) {
        return Policy.routes().stream()
                .filter(route -> route.uses().contains(usage))
                .toList();
    }

    private static List<String> names(List<Route> routes) {
        return routes.stream().map(route -> route.method() + " " + route.path()).toList();
    }

    @Test
    void noTwoRoutesAreForTheSameRequests() {
        Set<String> seen = new HashSet<>();

        for (Route route : Policy.routes()) {
            String shape = route.transport() + " " + route.method() + " "
                    + route.path().toString().replaceAll("\\{[^}]*}", "{}");
            assertTrue(seen.add(shape), shape);
        }
    }
}
