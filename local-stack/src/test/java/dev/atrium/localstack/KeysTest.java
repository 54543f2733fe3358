package dev.atrium.localstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "jobs", "room"})
    void whatAPrivateKeySignsItsPublicHalfVerifies(String signer) throws Exception {
        Keys.in(directory);
        JsonNode own = JSON.readTree(directory.resolve(signer + ".jwk").toFile());

        JsonNode published = published(own.path("kid").asText());

        byte[] text = "Atrium".getBytes(StandardCharsets.UTF_8);
        assertTrue(verifies(published, text, sign(own, text)));
        assertEquals("ES256", published.path("alg").asText());
        assertEquals("sig", published.path("use").asText());
    }

    @Test
    void thePublishedSetHoldsNoSecret() throws Exception {
        Keys.in(directory);

        JsonNode set = JSON.readTree(directory.resolve("jwks.json").toFile());

        assertEquals(3, set.path("keys").size());
        set.path("keys").forEach(key -> assertFalse(key.has("d")));
    }

    @Test
    void symmetricKeysHave256Bits() throws Exception {
        Keys.in(directory);

        for (String name : List.of("gateway-data.key", "jobs-data.key", "gateway-session.key")) {
            assertTrue(Files.readString(directory.resolve(name)).matches("[0-9a-f]{64}"), name);
        }
    }

    @Test
    void aSecondStartKeepsEverySecret() throws Exception {
        Keys first = Keys.in(directory);
        Map<String, String> before = contents();

        Keys second = Keys.in(directory);

        assertEquals(first, second);
        assertEquals(before, contents());
    }

    @Test
    void aKillBeforeThePublicSetWasWrittenLeavesNoHalf() throws Exception {
        Keys.in(directory);
        Files.delete(directory.resolve("jwks.json"));

        Keys.in(directory);

        for (String signer : new String[] {"gateway", "jobs", "room"}) {
            JsonNode own = JSON.readTree(directory.resolve(signer + ".jwk").toFile());
            assertEquals(own.path("x"), published(own.path("kid").asText()).path("x"));
        }
    }

    @Test
    void aSignerThatAnEarlierVersionDidNotHaveIsAdded() throws Exception {
        Keys.in(directory);
        String before = Files.readString(directory.resolve("gateway.jwk"));
        Files.delete(directory.resolve("room.jwk"));

        Keys.in(directory);

        assertEquals(before, Files.readString(directory.resolve("gateway.jwk")));
        for (String signer : new String[] {"gateway", "jobs", "room"}) {
            JsonNode own = JSON.readTree(directory.resolve(signer + ".jwk").toFile());
            assertEquals(own.path("x"), published(own.path("kid").asText()).path("x"));
        }
    }

    @Test
    void onlyTheOwnerMayReadThem() throws Exception {
        Keys.in(directory);

        for (String name : contents().keySet()) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))),
                    name);
        }
    }

    /// Coordinates with leading zeros (one key in 256 has some) must keep their length.
    @Test
    void coordinatesAlwaysHave32Bytes() throws Exception {
        for (int i = 0; i < 600; i++) {
            SigningKey key = SigningKey.generate();

            for (String number : new String[] {key.x(), key.y(), key.secret()}) {
                assertEquals(32, Base64.getUrlDecoder().decode(number).length);
            }
        }
    }

    private JsonNode published(String keyId) throws IOException {
        for (JsonNode key :
                JSON.readTree(directory.resolve("jwks.json").toFile()).path("keys")) {
            if (key.path("kid").asText().equals(keyId)) {
                return key;
            }
        }
        throw new AssertionError("not published: " + keyId);
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return contents;
    }

    private static byte[] sign(JsonNode jwk, byte[] text) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(
                KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(number(jwk, "d"), curve())));
        signature.update(text);
        return signature.sign();
    }

    private static boolean verifies(JsonNode jwk, byte[] text, byte[] signed) throws GeneralSecurityException {
        ECPoint point = new ECPoint(number(jwk, "x"), number(jwk, "y"));
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve())));
        signature.update(text);
        return signature.verify(signed);
    }

    private static BigInteger number(JsonNode jwk, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.path(name).asText()));
    }

    private static ECParameterSpec curve() throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }
}
