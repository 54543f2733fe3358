package dev.atrium.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/// The document of a room, which unmodified TinyBase clients share through the gateway (RM-8).
final class SharedDocument {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final TinyBaseClients clients;
    private final Person person;
    private final String room;

    /// @param person whose clients they are
    SharedDocument(TinyBaseClients clients, Person person, String room) {
        this.clients = clients;
        this.person = person;
        this.room = room;
    }

    /// Makes a client that is not connected yet.
    ///
    /// @return its name
    String create(int version) {
        String client = "v" + version + "-" + UUID.randomUUID();
        clients.run("create", "client", client, "version", version);
        return client;
    }

    /// @param channel whether on a socket that could have channels of several rooms
    void connect(String client, boolean channel) {
        if (channel) {
            connect(client, "url", url("ws"), "channel", room);
        } else {
            connect(client, "url", url("ws"));
        }
    }

    void connect(String client, Object... parameters) {
        Object[] all = new Object[parameters.length + 4];
        System.arraycopy(parameters, 0, all, 4, parameters.length);
        all[0] = "client";
        all[1] = client;
        all[2] = "credential";
        all[3] = Objects.requireNonNull(person.credential());
        clients.run("connect", all);
    }

    /// As an application does when its socket is gone, until it succeeds.
    void reconnect(String client) {
        Awaitility.await("a socket again")
                .atMost(PATIENCE)
                .ignoreException(CompletionException.class)
                .until(() -> {
                    disconnect(client);
                    connect(client, false);
                    return true;
                });
    }

    void disconnect(String client) {
        clients.run("disconnect", "client", client);
    }

    /// Lets all of them edit at once.
    void edit(List<String> editors, int count, int seed) {
        List<CompletableFuture<JsonNode>> edits = IntStream.range(0, editors.size())
                .mapToObj(i -> clients.begin(
                        "edit", "client", editors.get(i), "seed", 10 * seed + i, "count", count, "pause", 1))
                .toList();
        edits.forEach(CompletableFuture::join);
    }

    void awaitAgreement(List<String> sharers, boolean channel) {
        awaitAgreement(sharers, fresh -> connect(fresh, channel));
    }

    /// @param in the room in which they are
    void awaitAgreement(List<String> sharers, String in) {
        awaitAgreement(sharers, fresh -> connect(fresh, "url", url("ws", in)));
    }

    /// All have the same, and so has a client that comes only then: it has what the room has. Where that one is parted
    /// because the room moves, the next one is asked.
    ///
    /// @param connecting connects that one
    private void awaitAgreement(List<String> sharers, Consumer<String> connecting) {
        Awaitility.await("all have the same").atMost(PATIENCE).until(() -> {
            String fresh = create(10);
            connecting.accept(fresh);
            try {
                Awaitility.await("it has what the others have")
                        .atMost(FRESH)
                        .until(() -> hashes(fresh).path(0).asLong() != 0
                                && sharers.stream()
                                        .allMatch(client -> hashes(client).equals(hashes(fresh))));
                return true;
            } catch (ConditionTimeoutException e) {
                return false;
            } finally {
                disconnect(fresh);
            }
        });
    }

    JsonNode hashes(String client) {
        return state(client).path("hashes");
    }

    JsonNode state(String client) {
        return clients.run("state", "client", client);
    }

    String url(String scheme) {
        return url(scheme, room);
    }

    String url(String scheme, String of) {
        return scheme + person.uri("/api/rooms/" + of + "/tinybase").toString().substring(4);
    }
}
