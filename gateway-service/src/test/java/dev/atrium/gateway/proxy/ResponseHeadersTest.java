package dev.atrium.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.MultiMap;
import java.net.URI;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
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

        MultiMap passed = passed(headers);

        assertEquals(Set.of("ETag", "Content-Type", "date"), passed.names());
    }

    @Test
    void theDateIsTheServicesOrElseNow() {
        String before = "Sun, 06 Nov 1994 08:49:37 GMT";
        MultiMap dated = MultiMap.caseInsensitiveMultiMap().add("Date", before);

        assertEquals(List.of(before), passed(dated).getAll("Date"));
        ZonedDateTime now = ZonedDateTime.parse(
                passed(MultiMap.caseInsensitiveMultiMap()).get("Date"), DateTimeFormatter.RFC_1123_DATE_TIME);
        assertTrue(now.isAfter(ZonedDateTime.now(ZoneOffset.UTC).minusMinutes(1)), now.toString());
    }

    @Test
    void aLocationAtTheServiceBecomesOneAtTheGateway() {
        assertEquals("/api/rooms/1", location("http://127.0.0.1:20010/api/rooms/1"));
        assertEquals("/api/rooms/1", location("/api/rooms/1"));
        assertEquals("https://elsewhere.example/x", location("https://elsewhere.example/x"));
        assertEquals("http://127.0.0.1:200101/x", location("http://127.0.0.1:200101/x"));
    }

    private static @Nullable String location(String fromService) {
        return passed(MultiMap.caseInsensitiveMultiMap().add("Location", fromService))
                .get("Location");
    }

    private static MultiMap passed(MultiMap fromService) {
        MultiMap client = MultiMap.caseInsensitiveMultiMap();
        ResponseHeaders.pass(fromService, SERVICE, client);
        return client;
    }
}
