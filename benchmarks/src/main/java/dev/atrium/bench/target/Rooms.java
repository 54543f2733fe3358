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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Atrium's own rooms: room-service with Kafka and PostgreSQL, and the gateway where the way goes through it. Every
/// message is durable before anybody sees it.
public final class Rooms implements Target {

    private static final Caller CALLER = new Caller(
            "user:bench", new TenantId("bench"), "bench", Set.of("member"), Set.of("rooms:read", "rooms:write"));

    private final String name;
    private final Lab lab;
    private final boolean throughGateway;
    private final boolean flushPerBatch;
    private @Nullable RoomApi api;
    private int made;

    private Rooms(String name, Lab lab, boolean throughGateway, boolean flushPerBatch) {
        this.name = name;
        this.lab = lab;
        this.throughGateway = throughGateway;
        this.flushPerBatch = flushPerBatch;
    }

    /// room-service itself, with one flush per batch of the log.
    public static Rooms direct(Lab lab) {
        return new Rooms("room", lab, false, true);
    }

    /// The same without flushes, as a single broker does by default.
    public static Rooms unflushed(Lab lab) {
        return new Rooms("room-unflushed", lab, false, false);
    }

    /// As clients come, with flushes.
    public static Rooms throughGateway(Lab lab) {
        return new Rooms("gateway", lab, true, true);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void prepare() throws IOException {
        servers();
        RoomLog.flushPerBatch(lab.setting("KAFKA_BOOTSTRAP_SERVERS"), flushPerBatch);
        if (api == null) {
            api = throughGateway ? publicApi() : privateApi();
        }
    }

    @Override
    public List<Address> rooms(int count) throws IOException {
        List<Address> addresses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String path = "/api/rooms/" + newRoom() + "/ws";
            addresses.add(new Address(api().port(), path, api().authorization(), true));
        }
        return addresses;
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
            return throughGateway ? List.of(lab.gateway(), lab.room(), lab.stack()) : List.of(lab.room(), lab.stack());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private RoomApi privateApi() throws IOException {
        InternalTokens tokens =
                InternalTokens.signedWith(Path.of(lab.setting("ATRIUM_KEYS")).resolve("gateway.jwk"));
        return new RoomApi(lab.ports().room(), () -> tokens.issue(CALLER, "room-service"));
    }

    private RoomApi publicApi() throws IOException {
        int port = lab.ports().gateway();
        String key = RoomApi.newKey(port);
        return new RoomApi(port, () -> key);
    }
}
