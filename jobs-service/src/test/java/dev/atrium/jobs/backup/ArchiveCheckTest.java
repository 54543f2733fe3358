package dev.atrium.jobs.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What comes from outside is a whole backup, or refused.
final class ArchiveCheckTest {

    private static Format.Counts check(byte[] archive) throws IOException, InvalidArchiveException {
        return new ArchiveCheck(new ByteArrayInputStream(archive)).check();
    }

    private static void refused(String reason, byte[] archive) {
        String message = String.valueOf(assertThrows(InvalidArchiveException.class, () -> check(archive))
                .getMessage());
        assertTrue(message.contains(reason), message);
    }

    @Test
    void aWholeBackupIsCounted() throws Exception {
        assertEquals(new Format.Counts(1, 2, 1, 4), check(Archives.whole()));
        assertEquals(
                new Format.Counts(1, 2, 1, 4), check(Arrays.copyOf(Archives.whole(), Archives.whole().length + 9216)));
    }

    @Test
    void anEmptyBackupIsOne() throws Exception {
        assertEquals(Format.Counts.NOTHING, check(new Archives().head().end()));
    }

    @Test
    void noByteOfItCanBeChanged() {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] archive = Archives.whole();
            int at = random.nextInt(archive.length);
            archive[at] ^= (byte) (1 << random.nextInt(8));
            // Header fields that mean nothing are covered by the header's own checksum, padding by nothing.
            boolean padding = Archives.whole()[at] == 0 && isPadding(Archives.whole(), at);
            if (!padding) {
                assertThrows(InvalidArchiveException.class, () -> check(archive), "byte " + at);
            }
        }
    }

    /// Within the empty rest of a content's last block.
    private static boolean isPadding(byte[] archive, int at) {
        int block = at - at % Tar.BLOCK;
        boolean header = new String(archive, block + 257, 5, StandardCharsets.ISO_8859_1).equals("ustar");
        return !header;
    }

    @Test
    void whatEndsTooEarlyIsRefused() {
        byte[] archive = Archives.whole();
        for (int length = 0; length < archive.length - 2 * Tar.BLOCK; length += 100) {
            byte[] part = Arrays.copyOf(archive, length);
            assertThrows(InvalidArchiveException.class, () -> check(part));
        }
    }

    @Test
    void whatIsNoBackupIsRefused() {
        refused("ends too early", "hello".getBytes(StandardCharsets.UTF_8));
        refused("not a backup", new Archives().json("other.json", 1).end());
        refused("a header is damaged", "x".repeat(2048).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void pathsThatLeadElsewhereAreRefused() {
        refused(
                "no backup has",
                new Archives().head().add("../../etc/passwd", new byte[1], 1).end());
        refused(
                "no backup has",
                new Archives().head().add("/etc/passwd", new byte[1], 1).end());
    }

    @Test
    void whatUnpacksToTooMuchIsRefused() {
        byte[] bomb = Archives.zipped("x".repeat(70 << 20));

        refused(
                "larger than parts may be",
                new Archives()
                        .head()
                        .room(Archives.ROOM)
                        .add(Format.events(Archives.ROOM, 1), bomb, 1)
                        .end());
    }

    @Test
    void timesThatCannotBeKeptAreRefused() {
        for (String at : List.of("-5000-01-01T00:00:00Z", "+300000-01-01T00:00:00Z", "yesterday")) {
            String event = Archives.message(2).replace("2020-01-01T00:00:00Z", at);
            refused(
                    "lacks its sequence",
                    new Archives()
                            .head()
                            .room(Archives.ROOM)
                            .events(Archives.ROOM, event)
                            .end());
            refused(
                    "a ban ends",
                    new Archives()
                            .head()
                            .json(Format.room(Archives.ROOM), roomWith("bans", List.of(Map.of("expiresAt", at))))
                            .end());
        }
    }

    @Test
    void aTextThatWouldBeLargeInMemoryIsRefused() {
        List<Map<String, String>> empty = Collections.nCopies(200_000, Map.of());
        refused(
                "more in it",
                new Archives()
                        .head()
                        .json(Format.room(Archives.ROOM), roomWith("x", empty))
                        .end());
        String event = Archives.message(2).replace("{}", "{\"x\":[" + "[],".repeat(100_000) + "0]}");
        refused(
                "more in it",
                new Archives()
                        .head()
                        .room(Archives.ROOM)
                        .events(Archives.ROOM, event)
                        .end());
    }

    private static Map<String, Object> roomWith(String property, Object value) {
        return Map.of(
                "id",
                Archives.ROOM,
                "name",
                "Kitchen",
                "kind",
                "chat",
                "visibility",
                "public",
                "everyone",
                "editor",
                "createdAt",
                "2020-01-01T00:00:00Z",
                property,
                value);
    }

    @Test
    void whatIsBehindAPartIsRefused() {
        byte[] zipped = Archives.zipped(Archives.message(2) + "\n");
        byte[] more = Arrays.copyOf(zipped, zipped.length + 70_000);

        assertThrows(
                InvalidArchiveException.class,
                () -> check(new Archives()
                        .head()
                        .room(Archives.ROOM)
                        .add(Format.events(Archives.ROOM, 1), more, 1)
                        .end()));
    }

    @Test
    void whatIsNotInOrderIsRefused() {
        String other = Archives.ROOM.replace('1', '0');
        refused(
                "not in order",
                new Archives().head().room(Archives.ROOM).room(other).end());
        refused(
                "not in order",
                new Archives()
                        .head()
                        .room(Archives.ROOM)
                        .events(Archives.ROOM, Archives.message(3), Archives.message(3))
                        .end());
        refused(
                "not in order",
                new Archives().head().events(Archives.ROOM, Archives.message(3)).end());
    }

    @Test
    void whatTheManifestDoesNotListIsRefused() {
        Archives archive = new Archives().head().room(Archives.ROOM);
        byte[] one = archive.end();
        byte[] other = new Archives().head().end();
        byte[] mixed = Arrays.copyOf(one, one.length);
        // The manifest of an empty backup behind a room.
        int end = 4 * Tar.BLOCK;
        byte[] joined = new byte[end + other.length - 2 * Tar.BLOCK];
        System.arraycopy(mixed, 0, joined, 0, end);
        System.arraycopy(other, 2 * Tar.BLOCK, joined, end, other.length - 2 * Tar.BLOCK);

        refused("manifest", joined);
    }
}
