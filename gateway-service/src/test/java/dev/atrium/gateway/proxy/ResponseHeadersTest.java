package dev.atrium.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.MultiMap;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ResponseHeadersTest {

    private static final URI SERVICE = URI.create("http://127.0.0.1:20010");

    @Test
    void whatBelongsToTheConnectionOrToTheGatewayIsKeptBack() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("Connection", "keep-alive, X-Hop")
                .add("Keep-Alive", "timeout=5")
                .add("X-Hop", "1")
                .add("Transfer-Encoding", "chunked")
                .add("Set-Cookie", "a=b")
                .add("Server", "x")
                .add("X-Request-Id", "inner")
                .add("ETag", "\"1\"")
                .add("Content-Type", "text/plain");

        ResponseHeaders.clean(headers, SERVICE);

        assertEquals(Set.of("ETag", "Content-Type"), headers.names());
    }

    @Test
    void aLocationAtTheServiceBecomesOneAtTheGateway() {
        assertEquals("/api/rooms/1", location("http://127.0.0.1:20010/api/rooms/1"));
        assertEquals("/api/rooms/1", location("/api/rooms/1"));
        assertEquals("https://elsewhere.example/x", location("https://elsewhere.example/x"));
        assertEquals("http://127.0.0.1:200101/x", location("http://127.0.0.1:200101/x"));
    }

    private static @Nullable String location(String fromService) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Location", fromService);
        ResponseHeaders.clean(headers, SERVICE);
        return headers.get("Location");
    }
}
