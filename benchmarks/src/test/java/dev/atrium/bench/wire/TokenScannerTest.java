package dev.atrium.bench.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TokenScannerTest {

    private static final int RANDOM_PAYLOADS = 2_000;

    private final TokenScanner scanner = new TokenScanner();
    private final List<String> found = new ArrayList<>();
    private final TokenScanner.Sink sink = new TokenScanner.Sink() {
        @Override
        public void delivered(int step, int message) {
            found.add("delivered " + step + "/" + message);
        }

        @Override
        public void acknowledged(int step, int message) {
            found.add("acknowledged " + step + "/" + message);
        }

        @Override
        public void refused(int step, int message) {
            found.add("refused " + step + "/" + message);
        }

        @Override
        public void other(ByteBuffer buffer, int from, int to) {
            found.add("other " + (to - from));
        }
    };

    @Test
    void numbersSurviveTheWayThroughAToken() {
        scan(message(99_999_999, 12_345_678));

        assertEquals(List.of("delivered 99999999/12345678"), found);
    }

    @Test
    void eachFrameSaysWhatItIs() {
        scan(message(1, 2));
        scan(acknowledgement(1, 2));
        scan(refusal(1, 3));
        scan("{\"type\":\"hello\"}");
        scan("{\"type\":\"send\",\"clientId\":\"" + client(1, 4) + "\",\"content\":\"" + content(1, 4) + "\"}");

        assertEquals(List.of("delivered 1/2", "acknowledged 1/2", "refused 1/3", "other 16", "delivered 1/4"), found);
    }

    /// The scanner guesses where tokens stand: whatever came before must not make it miss one.
    @Test
    void nothingIsMissedInWhateverOrderFramesCome() {
        Random random = new Random(1);
        for (int i = 0; i < RANDOM_PAYLOADS; i++) {
            List<String> frames = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int j = random.nextInt(1, 6); j > 0; j--) {
                // Mostly alike, as in reality: then the guesses are used.
                int number = random.nextInt(100) == 0 ? random.nextInt(10_000_000) : random.nextInt(10);
                switch (random.nextInt(8)) {
                    case 0 -> {
                        frames.add(acknowledgement(i, number));
                        expected.add("acknowledged " + i + "/" + number);
                    }
                    case 1 -> {
                        frames.add(refusal(i, number));
                        expected.add("refused " + i + "/" + number);
                    }
                    default -> {
                        frames.add(message(i, number));
                        expected.add("delivered " + i + "/" + number);
                    }
                }
            }
            found.clear();
            scan(frames.size() == 1 ? frames.getFirst() : "[" + String.join(",", frames) + "]");

            assertEquals(expected, found);
        }
    }

    private void scan(String payload) {
        // The payload has neighbours in the buffer, which are not its own.
        byte[] bytes = (message(7, 7) + payload + message(8, 8)).getBytes(StandardCharsets.US_ASCII);
        int from = message(7, 7).length();
        scanner.scan(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), from, from + payload.length(), sink);
    }

    /// The sequence number has as many digits as it needs, so that frames differ in length.
    private static String message(int step, int number) {
        return "{\"type\":\"message\",\"message\":{\"id\":\"0198c7f2-6a00-7000-8000-000000000001\","
                + "\"roomId\":\"0198c7f2-6a00-7000-8000-000000000002\",\"sequence\":" + number
                + ",\"sender\":{\"subject\":\"user:bench\",\"handle\":\"bench\"},\"content\":\"" + content(step, number)
                + ".".repeat(100) + "\",\"clientId\":\"" + client(step, number)
                + "\",\"createdAt\":\"2026-01-01T12:34:56.789Z\"}}";
    }

    private static String acknowledgement(int step, int number) {
        return "{\"type\":\"ack\",\"clientId\":\"" + client(step, number)
                + "\",\"id\":\"0198c7f2-6a00-7000-8000-000000000001\",\"sequence\":" + number + "}";
    }

    private static String refusal(int step, int number) {
        return "{\"type\":\"error\",\"clientId\":\"" + client(step, number)
                + "\",\"problem\":{\"type\":\"/problems/unavailable\",\"title\":\"Unavailable\",\"status\":503}}";
    }

    private static String content(int step, int number) {
        ByteBuffer out = ByteBuffer.allocate(Token.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        Token.putContent(out, step, number);
        return StandardCharsets.US_ASCII.decode(out.flip()).toString();
    }

    private static String client(int step, int number) {
        ByteBuffer out = ByteBuffer.allocate(Token.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        Token.putClientId(out, step, number);
        return StandardCharsets.US_ASCII.decode(out.flip()).toString();
    }
}
