package dev.atrium.bench.target;

import dev.atrium.bench.load.Address;
import dev.atrium.bench.load.Send;
import dev.atrium.bench.server.Lab;
import dev.atrium.bench.server.ServerProcess;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.InternalTokens;
import dev.atrium.platform.identity.TenantId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Atrium's own rooms: room-service with Kafka and PostgreSQL, and what stands before it. Every message
/// is durable before anybody sees it.
public final class Rooms implements RoomTarget, DocumentTarget {

    private static final Caller CALLER = new Caller(
            "user:bench", new TenantId("bench"), "bench", Set.of("member"), Set.of("rooms:read", "rooms:write"));

    /// What a client connects to.
    private enum Door {
        ROOM_SERVICE,
        GATEWAY,
        NGINX
    }

    private final String name;
    private final Lab lab;
    private final Door door;
    private final boolean flushPerBatch;
    private @Nullable ServerProcess nginx;
    private @Nullable RoomApi api;
    private int made;

    private Rooms(String name, Lab lab, Door door, boolean flushPerBatch) {
        this.name = name;
        this.lab = lab;
        this.door = door;
        this.flushPerBatch = flushPerBatch;
    }

    /// room-service itself, with one flush per batch of the log.
    public static Rooms direct(Lab lab) {
        return new Rooms("room", lab, Door.ROOM_SERVICE, true);
    }

    /// The same without flushes, as a single broker does by default.
    public static Rooms unflushed(Lab lab) {
        return new Rooms("room-unflushed", lab, Door.ROOM_SERVICE, false);
    }

    /// As clients come, with flushes.
    public static Rooms throughGateway(Lab lab) {
        return new Rooms("gateway", lab, Door.GATEWAY, true);
    }

    /// Through nginx in the gateway's place, which checks and counts nothing: what passing on costs.
    public static Rooms throughNginx(Lab lab) {
        return new Rooms("nginx", lab, Door.NGINX, true);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void prepare() throws IOException {
        if (door == Door.NGINX && nginx == null) {
            nginx = Nginx.start(lab);
        }
        servers();
        RoomLog.flushPerBatch(lab.setting("KAFKA_BOOTSTRAP_SERVERS"), flushPerBatch);
        if (api == null) {
            api = switch (door) {
                case ROOM_SERVICE -> privateApi(lab.ports().room());
                case GATEWAY -> publicApi();
                case NGINX -> privateApi(lab.ports().nginx());
            };
        }
    }

    @Override
    public List<Address> rooms(int count) throws IOException {
        List<Address> addresses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String path = "/api/rooms/" + newRoom() + "/ws";
            addresses.add(new Address(api().port(), path, api()::authorization, true));
        }
        return addresses;
    }

    @Override
    public Address document() throws IOException {
        return new Address(api().port(), "/api/rooms/" + newRoom() + "/tinybase", api()::authorization, true);
    }

    @Override
    public DocumentClients clients(int count, int rows) throws IOException {
        return DocumentClients.start(lab, api().port(), count, rows);
    }

    /// @return the id of a new room
    public String newRoom() throws IOException {
        return api().createRoom(name + " " + made++);
    }

    public RoomApi api() {
        if (api == null) {
            throw new IllegalStateException("not prepared");
        }
        return api;
    }

    @Override
    public Send send() {
        return new ChatMessage(true);
    }

    @Override
    public List<ServerProcess> servers() {
        try {
            return switch (door) {
                case ROOM_SERVICE -> List.of(lab.room(), lab.stack());
                case GATEWAY -> List.of(lab.gateway(), lab.room(), lab.stack());
                case NGINX -> List.of(Objects.requireNonNull(nginx), lab.room(), lab.stack());
            };
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private RoomApi privateApi(int port) throws IOException {
        InternalTokens tokens =
                InternalTokens.signedWith(Path.of(lab.setting("ATRIUM_KEYS")).resolve("gateway.jwk"));
        return new RoomApi(port, () -> tokens.issue(CALLER, "room-service"));
    }

    private RoomApi publicApi() throws IOException {
        int port = lab.ports().gateway();
        String key = RoomApi.newKey(port);
        return new RoomApi(port, () -> key);
    }
}
