package dev.atrium.media.testing;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.testing.Request;
import dev.atrium.platform.testing.TestTokens;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/// Requests to the service under test, as the gateway and jobs-service send them.
public final class Api {

    /// What a signed-in user may.
    private static final Set<String> SCOPES = Set.of("files:read", "files:write", "rooms:read");

    private Api() {}

    /// A user of a tenant, who may read and write files.
    public static Caller user(String tenant, String name) {
        return TestTokens.caller("user:" + name, tenant, SCOPES.toArray(String[]::new));
    }

    /// Somebody whom no other test knows.
    public static Caller someone(String tenant) {
        return user(tenant, UUID.randomUUID().toString());
    }

    /// An administrator of a tenant, whom no other test knows.
    public static Caller administrator(String tenant) {
        Caller somebody = someone(tenant);
        return new Caller(somebody.subject(), somebody.tenant(), somebody.handle(), Set.of("admin"), somebody.scopes());
    }

    public static Caller anonymous() {
        return TestTokens.caller(Caller.ANONYMOUS, "commons", "files:read", "rooms:read");
    }

    /// The same principal with further scopes.
    public static Caller with(Caller caller, String scope) {
        Set<String> scopes = new HashSet<>(caller.scopes());
        scopes.add(scope);
        return new Caller(caller.subject(), caller.tenant(), caller.handle(), caller.roles(), scopes);
    }

    public static Request as(Caller caller) {
        return Request.plain().bearer(TestTokens.of(caller));
    }

    /// A form with one file; further parts can be added.
    public static Request form(Caller caller, String name, String type, byte[] bytes) {
        return as(caller).part("file", name, type, bytes);
    }

    /// Uploads a private file; returns its id.
    public static String upload(Caller caller, String name, byte[] bytes) {
        return form(caller, name, "application/octet-stream", bytes)
                .post("/api/upload")
                .expect(201)
                .path("id");
    }

    public static String uploadPublicly(Caller caller, String name, byte[] bytes) {
        return form(caller, name, "application/octet-stream", bytes)
                .part("visibility", "public")
                .post("/api/upload")
                .expect(201)
                .path("id");
    }

    public static String uploadInto(String room, Caller caller, String name, byte[] bytes) {
        return form(caller, name, "application/octet-stream", bytes)
                .part("room", room)
                .post("/api/upload")
                .expect(201)
                .path("id");
    }

    public static Answer get(Caller caller, String path) {
        return as(caller).get(path);
    }

    /// Asks for derivation as jobs-service does, on behalf of the owner.
    public static Answer derive(Caller owner, String file) {
        return as(with(owner, "files:derive")).post("/internal/files/{id}/derive", file);
    }
}
