package dev.atrium.gateway.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.audit.Anchor;
import dev.atrium.platform.audit.AnchorSigner;
import dev.atrium.platform.identity.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./atrium audit verify --anchors`: against who owns the database, and can compute all hashes anew.
final class AnchoredTrailTest {

    private static final Instant THEN = Instant.parse("2026-02-01T12:00:00Z");

    @TempDir
    Path directory;

    private final List<Entry> trail = AuditTool.trail(5);
    private Path keys = Path.of("");
    private Path anchors = Path.of("");

    @BeforeEach
    void anchorsAndKeys() throws IOException, JoseException {
        keys = directory.resolve("jwks.json");
        AnchorSigner signer = newSigner("first", keys);
        anchors = Files.write(
                directory.resolve("anchors"),
                List.of(
                        sign(signer, "acme", trail.get(1), THEN),
                        sign(signer, "other", trail.get(4), THEN),
                        "",
                        sign(signer, "acme", trail.get(3), THEN.plusSeconds(60))));
    }

    @Test
    void aTrailFitsItsAnchorsAndMayBeLonger() throws IOException, InterruptedException {
        Path whole = write("whole", trail);

        AuditTool.Run run = verify(whole, anchors);

        assertEquals(
                List.of(whole + ": 5 entries of acme fit; head 5:"
                        + trail.get(4).hash() + "; 2 anchors fit; the last one is of entry 4 at 2026-02-01T12:01:00Z"),
                run.lines());
        assertEquals(0, run.status());
    }

    @Test
    void aTrailThatWasWrittenAnewIsFound() throws IOException, InterruptedException {
        List<Entry> changed = new ArrayList<>(trail);
        changed.set(0, AuditTool.entry(1, "user:eve", ""));
        Path rewritten = write("rewritten", AuditTool.chained(changed));
        assertEquals(0, AuditTool.verify(List.of(rewritten.toString())).status(), "by itself it fits");

        AuditTool.Run run = verify(rewritten, anchors);

        assertEquals(1, run.status());
        assertEquals(
                List.of(rewritten + ": entry 2 or one before it is not what was there at 2026-02-01T12:00:00Z"),
                run.lines());
    }

    @Test
    void aTrailWhoseEndIsMissingIsFound() throws IOException, InterruptedException {
        Path shorter = write("shorter", trail.subList(0, 3));

        AuditTool.Run run = verify(shorter, anchors);

        assertEquals(1, run.status());
        assertEquals(List.of(shorter + ": entry 4 is not there, and was at 2026-02-01T12:01:00Z"), run.lines());
    }

    @Test
    void anAnchorThatNobodyOfUsHasSignedIsFound() throws IOException, InterruptedException, JoseException {
        Path whole = write("whole", trail);
        String good = Files.readAllLines(anchors).getFirst();
        String other = Files.readAllLines(anchors).getLast();
        String exchanged = good.substring(0, good.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
        AnchorSigner stranger = newSigner("first", directory.resolve("strange.json"));
        AnchorSigner unknown = newSigner("second", directory.resolve("unknown.json"));

        for (String forged : List.of(
                exchanged, sign(stranger, "acme", trail.get(1), THEN), sign(unknown, "acme", trail.get(1), THEN))) {
            Path file = Files.write(directory.resolve("forged"), List.of(good, forged));

            AuditTool.Run run = verify(whole, file);

            assertEquals(1, run.status());
            assertEquals(List.of(file + ": line 2 was not signed by any of the keys"), run.lines());
        }
    }

    @Test
    void anchorsOfOthersSayNothing() throws IOException, InterruptedException {
        Path whole = write("whole", trail);
        Path others = Files.write(
                directory.resolve("others"), List.of(Files.readAllLines(anchors).get(1)));

        AuditTool.Run run = verify(whole, others);

        assertEquals(1, run.status());
        assertEquals(List.of(whole + ": no anchor is of acme"), run.lines());
    }

    @Test
    void anchorsWithoutKeysAreNotBelieved() throws IOException, InterruptedException {
        Path whole = write("whole", trail);

        AuditTool.Run run = AuditTool.verify(List.of(whole.toString(), "--anchors", anchors.toString()));

        assertEquals(2, run.status());
        assertTrue(run.lines().getFirst().startsWith("usage:"));
    }

    @Test
    void anchorsThatCannotBeReadProveNothing() throws IOException, InterruptedException {
        Path whole = write("whole", trail);
        Path absent = directory.resolve("absent");

        AuditTool.Run run = verify(whole, absent);

        assertEquals(1, run.status());
        assertEquals(List.of(absent + " cannot be read"), run.lines());
    }

    private AuditTool.Run verify(Path file, Path by) throws IOException, InterruptedException {
        return AuditTool.verify(List.of(file.toString(), "--anchors", by.toString(), "--keys", keys.toString()));
    }

    private Path write(String name, List<Entry> entries) throws IOException {
        return AuditTool.write(directory.resolve(name), entries);
    }

    private static String sign(AnchorSigner signer, String tenant, Entry last, Instant time) {
        return signer.sign(new Anchor(new TenantId(tenant), last.seq(), last.hash(), time));
    }

    /// @param publicKeys file for the other half of its key
    private AnchorSigner newSigner(String keyId, Path publicKeys) throws IOException, JoseException {
        EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        key.setKeyId(keyId);
        Files.writeString(publicKeys, new JsonWebKeySet(key).toJson());
        Path file = directory.resolve(keyId + ".jwk");
        return AnchorSigner.with(Files.writeString(file, key.toJson(OutputControlLevel.INCLUDE_PRIVATE)));
    }
}
