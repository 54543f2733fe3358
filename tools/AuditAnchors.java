import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Anchors: how far audit trails went at some time, signed by the gateway and kept where the owner of its database cannot
/// write. A line each: JWS in compact form (RFC 7515), ES256.
final class AuditAnchors {

    private static final String TYPE = "audit-anchor";

    private record Anchor(String tenant, long seq, String hash, String time) {}

    private final List<Anchor> anchors;

    private AuditAnchors(List<Anchor> anchors) {
        this.anchors = anchors;
    }

    /// Reads anchors, and believes those that a key has signed.
    ///
    /// @param keys a JWK set
    /// @throws IllegalArgumentException that names the first line which no key has signed, or a file that cannot be read
    static AuditAnchors read(Path file, Path keys) throws IOException {
        for (Path needed : List.of(file, keys)) {
            if (!Files.isReadable(needed)) {
                throw new IllegalArgumentException(needed + " cannot be read");
            }
        }
        Map<String, PublicKey> byId = publicKeys(keys);
        List<Anchor> anchors = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (!line.isBlank()) {
                anchors.add(anchor(line.strip(), byId, file + ": line " + number));
            }
        }
        return new AuditAnchors(anchors);
    }

    /// What is wrong with a trail by these anchors; empty if nothing is.
    ///
    /// @param hashes of all entries, in order
    String fault(String tenant, List<String> hashes) {
        List<Anchor> own = of(tenant);
        if (own.isEmpty()) {
            return "no anchor is of " + tenant;
        }
        for (Anchor anchor : own) {
            if (anchor.seq() > hashes.size()) {
                return "entry " + anchor.seq() + " is not there, and was at " + anchor.time();
            }
            if (!hashes.get((int) anchor.seq() - 1).equals(anchor.hash())) {
                return "entry " + anchor.seq() + " or one before it is not what was there at " + anchor.time();
            }
        }
        return "";
    }

    /// Up to where a trail that has no fault is held.
    String reach(String tenant) {
        Anchor last = of(tenant).stream()
                .reduce((one, other) -> other.seq() >= one.seq() ? other : one)
                .orElseThrow();
        return of(tenant).size() + " anchors fit; the last one is of entry " + last.seq() + " at " + last.time();
    }

    private List<Anchor> of(String tenant) {
        return anchors.stream()
                .filter(anchor -> anchor.tenant().equals(tenant))
                .toList();
    }

    private static Anchor anchor(String jws, Map<String, PublicKey> keys, String where) {
        String[] parts = jws.split("\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException(where + " is no anchor");
        }
        Object header = json(parts[0], where);
        PublicKey key = keys.get(Json.text(header, "kid"));
        if (!Json.text(header, "typ").equals(TYPE) || !Json.text(header, "alg").equals("ES256")) {
            throw new IllegalArgumentException(where + " is no anchor");
        }
        if (key == null || !isSigned(parts, key)) {
            throw new IllegalArgumentException(where + " was not signed by any of the keys");
        }
        Object anchor = json(parts[1], where);
        return new Anchor(
                Json.text(anchor, "tenant"),
                Json.number(anchor, "seq"),
                Json.text(anchor, "hash"),
                Json.text(anchor, "time"));
    }

    private static boolean isSigned(String[] parts, PublicKey key) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initVerify(key);
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static Object json(String encoded, String where) {
        try {
            return Json.read(new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + " is no anchor", e);
        }
    }

    /// Those on the curve P-256, by their ids.
    private static Map<String, PublicKey> publicKeys(Path file) throws IOException {
        Map<String, PublicKey> keys = new HashMap<>();
        if (Json.get(Json.read(Files.readString(file)), "keys") instanceof List<?> set) {
            for (Object jwk : set) {
                if (Json.text(jwk, "crv").equals("P-256")) {
                    keys.put(Json.text(jwk, "kid"), publicKey(jwk));
                }
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(file + " has no keys");
        }
        return keys;
    }

    private static PublicKey publicKey(Object jwk) {
        try {
            AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
            curve.init(new ECGenParameterSpec("secp256r1"));
            ECPoint point = new ECPoint(coordinate(jwk, "x"), coordinate(jwk, "y"));
            return KeyFactory.getInstance("EC")
                    .generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("a key is none", e);
        }
    }

    private static BigInteger coordinate(Object jwk, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(Json.text(jwk, name)));
    }
}
