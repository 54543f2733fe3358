package dev.atrium.room.access;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent.Kind;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import java.time.Instant;
import java.util.Set;

/// A room of Ada's, and what others want of it.
final class People {

    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    static final TenantId TENANT = new TenantId("acme");
    static final Actor ADA = new Actor("user:ada", "Ada");
    static final Actor BOB = new Actor("user:bob", "Bob");
    static final Actor EVE = new Actor("user:eve", "Eve");

    private static final String ROOM = "0198c2f0-0000-7000-8000-000000000001";

    private final RoomAccess access;
    private long sequence = 1;

    private People(Visibility visibility) {
        access = RoomAccess.of(
                StoredAccess.of(new RoomCreated(TENANT, ROOM, 1, NOW, "Lobby", Kind.CHAT, visibility, ADA)));
    }

    static People in(Visibility visibility) {
        return new People(visibility);
    }

    RoomAccess access() {
        return access;
    }

    /// What becomes of a wish; if it is granted, it counts at once.
    Ruling want(Actor by, Wish wish, Instant at) {
        Ruling ruling = access.rule(wish, new Stamp(TENANT, ROOM, sequence + 1, at, by));
        if (ruling instanceof Ruling.Change change) {
            access.apply(change.event());
            sequence++;
        }
        return ruling;
    }

    Ruling want(Actor by, Wish wish) {
        return want(by, wish, NOW);
    }

    static Caller writer(Actor actor) {
        return caller(actor, "rooms:read", "rooms:write");
    }

    static Caller reader(Actor actor) {
        return caller(actor, "rooms:read");
    }

    static Caller commenter(Actor actor) {
        return caller(actor, "rooms:read", "messages:write");
    }

    static Caller anonymous() {
        return caller(new Actor(Caller.ANONYMOUS, "anonymous"), "rooms:read");
    }

    private static Caller caller(Actor actor, String... scopes) {
        return new Caller(actor.subject(), TENANT, actor.handle(), Set.of(), Set.of(scopes));
    }
}
