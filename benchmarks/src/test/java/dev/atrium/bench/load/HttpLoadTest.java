package dev.atrium.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HttpLoadTest {

    @ParameterizedTest
    @CsvSource({
        "'HTTP/1.1 200 OK|Content-Length: 5||hello', true",
        "'HTTP/1.1 200 OK|content-length:5||hell', false",
        "'HTTP/1.1 204 No Content|Content-Length: 0||', true",
        "'HTTP/1.1 200 OK|Content-Length: 5|', false",
        "'HTTP/1.1 200 OK|Transfer-Encoding: chunked||5|hello|0||', true",
        "'HTTP/1.1 200 OK|Transfer-Encoding: chunked||5|hello|', false",
    })
    void anAnswerIsCompleteAtItsEnd(String answer, boolean complete) {
        byte[] bytes = answer.replace("|", "\r\n").getBytes(StandardCharsets.US_ASCII);

        assertEquals(complete, HttpLoad.isComplete(Arrays.copyOf(bytes, 500), bytes.length));
    }
}
