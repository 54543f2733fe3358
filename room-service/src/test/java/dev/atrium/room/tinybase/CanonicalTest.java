package dev.atrium.room.tinybase;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Texts and hashes as JavaScript makes them. The hashes of the long lists were computed with Node 20.
final class CanonicalTest {

    @ParameterizedTest
    @CsvSource({
        "'',2166136261",
        "a,3826002220",
        "abc,440920331",
        "hello,1335831723",
        "é,513665217",
        "日本,2670128721",
        "😀,866293256",
        "1:2,1629798560",
        "p1:0,2935008208"
    })
    void hashesOfTexts(String text, long hash) {
        assertEquals(hash, Integer.toUnsignedLong(Fnv.hash(text)));
    }

    @Test
    void halfAPairIsHashedAsTheReplacementCharacter() {
        assertEquals(55_024_714, Fnv.hash("\ud800"));
        assertEquals(Fnv.hash("\ufffda"), Fnv.hash("\udc00a"));
    }

    @Test
    void textsAreAsLongAsTheyAreWritten() {
        for (String text : List.of(
                "", "a\"b\\", "\b\f\n\r\t\0\37\177", "é日😀", "\ud800", "\udc00\ud800x", "😀\udc00", "\u07ff\u0800")) {
            assertEquals(JsText.string(text).getBytes(StandardCharsets.UTF_8).length - 2, JsText.size(text), text);
        }
    }

    @Test
    void hashesOfChildren() {
        assertEquals(Fnv.hash("p1:0"), Fnv.child("p1", 0));
        assertEquals(Fnv.hash("é:4294967295"), Fnv.child("é", -1));
        assertEquals(Fnv.hash("\"x\":NjEtLV-----mmxrx"), Fnv.stamped("\"x\"", time("NjEtLV-----mmxrx")));
        assertEquals(Fnv.hash("1:"), Fnv.stamped("1", Hlc.NONE));
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "-0.0,0",
        "1,1",
        "-1.5,-1.5",
        "0.30000000000000004,0.30000000000000004",
        "1e21,1e+21",
        "1e20,100000000000000000000",
        "123456789012345680000,123456789012345680000",
        "1.5e-7,1.5e-7",
        "0.000001,0.000001",
        "0.0000123,0.0000123",
        "1.7976931348623157e308,1.7976931348623157e+308",
        "4.9e-324,5e-324",
        "-4.9e-324,-5e-324",
        "9.9e-324,1e-323",
        "9007199254740993,9007199254740992",
        "1e15,1000000000000000",
        "1e16,10000000000000000"
    })
    void numbers(double number, String text) {
        assertEquals(text, JsText.number(number));
    }

    @Test
    void randomNumbers() {
        long state = 88_172_645_463_325_252L;
        StringJoiner all = new StringJoiner(",");
        for (int i = 0; i < 20_000; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            double number = Double.longBitsToDouble(state);
            if (Double.isFinite(number)) {
                all.add(JsText.number(number));
            }
        }

        assertEquals(2_173_724_103L, Integer.toUnsignedLong(Fnv.hash(all.toString())));
    }

    @Test
    void theSmallestNumbers() {
        StringJoiner all = new StringJoiner(",");
        for (long bits = 1; bits <= 20_000; bits++) {
            all.add(JsText.number(Double.longBitsToDouble(bits)));
        }

        assertEquals(633_145_330L, Integer.toUnsignedLong(Fnv.hash(all.toString())));
    }

    @Test
    void plainNumbers() {
        double[] factors = {1, 10, 100, 1000, 1e6, 1e15, 1e20, 1e-3, 1e-7, 0.1, 1.0 / 3};
        StringJoiner all = new StringJoiner(",");
        for (int i = -2_000; i <= 2_000; i++) {
            for (double factor : factors) {
                all.add(JsText.number(i * factor)).add(JsText.number(i / factor));
            }
        }

        assertEquals(4_290_666_537L, Integer.toUnsignedLong(Fnv.hash(all.toString())));
    }

    @Test
    void strings() {
        assertEquals("\"plain / \u007f \u2028 é\"", JsText.string("plain / \u007f \u2028 é"));
        assertEquals("\"\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f\"", JsText.string("\"\\\b\f\n\r\t\u0000\u001f"));
        assertEquals("\"\\udc00\\ud800\"", JsText.string("\udc00\ud800"));
    }

    @Test
    void sizesInUtf8() {
        assertEquals(1 + 2 + 3 + 4 + 3, Utf8.size("aé日😀\ud800"));
    }

    static Hlc time(String text) {
        return Hlc.parse(text).orElseThrow();
    }
}
