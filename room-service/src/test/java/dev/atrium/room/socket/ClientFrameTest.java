package dev.atrium.room.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientFrameTest {

    @Test
    void aMessageCarriesOneFrameOrSeveral() {
        assertEquals(
                List.of(new ClientFrame.Send("c", "hello", null, List.of(), null)),
                read("{\"type\":\"send\",\"clientId\":\"c\",\"content\":\"hello\"}"));
        assertEquals(
                List.of(new ClientFrame.Ping(null), new ClientFrame.Send("c", "hello", null, List.of(), null)),
                read("[{\"type\":\"ping\"},{\"type\":\"send\",\"clientId\":\"c\",\"content\":\"hello\"}]"));
        assertEquals(List.of(), read("[]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "{                                                            | -",
                "hello                                                        | -",
                "7                                                            | -",
                "null                                                         | -",
                "{}                                                           | -",
                "{\"type\":7}                                                 | -",
                "{\"type\":\"fly\",\"clientId\":\"c\"}                        | c",
                "{\"type\":\"ping\",\"more\":1}                               | -",
                "{\"type\":\"send\",\"content\":\"x\"}                        | -",
                "{\"type\":\"send\",\"clientId\":7,\"content\":\"x\"}         | -",
                "{\"type\":\"send\",\"clientId\":\"\",\"content\":\"x\"}      | -",
                "{\"type\":\"send\",\"clientId\":\"c\"}                       | c",
                "{\"type\":\"send\",\"clientId\":\"c\",\"content\":\"\"}      | c",
                "{\"type\":\"send\",\"clientId\":\"c\",\"content\":[]}        | c",
                "{\"type\":\"send\",\"clientId\":\"c\",\"content\":\"\\u0000\"} | c",
                "{\"type\":\"send\",\"clientId\":\"c\",\"content\":\"\\ud800\"} | c",
                "{\"type\":\"send\",\"clientId\":\"c\",\"content\":\"x\",\"to\":1} | c",
                "{\"type\":\"send\",\"clientId\":\"c\",\"content\":\"x\",\"replyTo\":\"y\"} | c",
                "{\"type\":\"send\",\"clientId\":\"c\",\"content\":\"x\",\"mentions\":\"x\"} | c",
                "{\"type\":\"send\",\"clientId\":\"c\",\"content\":\"@x\",\"mentions\":[7]} | c",
                "{\"type\":\"send\",\"clientId\":\"c\",\"content\":\"@x\",\"mentions\":[\"y\"]} | c",
                "{\"type\":\"edit\",\"clientId\":\"c\",\"id\":\"x\",\"content\":\"x\"} | c",
                "{\"type\":\"edit\",\"clientId\":\"c\",\"content\":\"x\"} | c",
                "{\"type\":\"delete\",\"clientId\":\"c\",\"id\":7} | c",
                "{\"type\":\"delete\",\"id\":\"0198c2f0-0000-7000-8000-000000000001\"} | -",
                "{\"type\":\"react\",\"clientId\":\"c\",\"id\":\"0198c2f0-0000-7000-8000-000000000001\"} | c",
                "{\"type\":\"react\",\"clientId\":\"c\",\"id\":\"x\",\"emoji\":\"+1\"} | c",
                "{\"type\":\"unreact\",\"clientId\":\"c\",\"id\":\"x\",\"emoji\":[]} | c",
                "{\"type\":\"renew\",\"clientId\":\"c\"} | c",
                "{\"type\":\"renew\",\"clientId\":\"c\",\"token\":\"\"} | c",
                "{\"type\":\"renew\",\"token\":\"x\"} | -",
                "{\"type\":\"send\",\"clientId\":\"c\",\"content\":\"x\",\"draft\":7} | c",
                "{\"type\":\"send\",\"clientId\":\"c\",\"content\":\"x\",\"draft\":\"a/b\"} | c",
                "{\"type\":\"draft\",\"clientId\":\"c\",\"content\":\"x\"} | c",
                "{\"type\":\"draft\",\"clientId\":\"c\",\"key\":\"\",\"content\":\"x\"} | c",
                "{\"type\":\"draft\",\"clientId\":\"c\",\"key\":\"k\"} | c",
                "{\"type\":\"draft\",\"clientId\":\"c\",\"key\":\"k\",\"content\":null} | c",
                "{\"type\":\"draft\",\"clientId\":\"c\",\"key\":\"k\",\"content\":\"\\u0000x\"} | c",
                "{\"type\":\"draft\",\"key\":\"k\",\"content\":\"x\"} | -",
                "{\"type\":\"read\",\"clientId\":\"c\"} | c",
                "{\"type\":\"read\",\"clientId\":\"c\",\"upTo\":-1} | c",
                "{\"type\":\"read\",\"clientId\":\"c\",\"upTo\":1.5} | c",
                "{\"type\":\"read\",\"clientId\":\"c\",\"upTo\":\"1\"} | c",
                "{\"type\":\"read\",\"clientId\":\"c\",\"upTo\":1e30} | c",
            })
    void whatIsNotValidIsAnsweredWithItsClientIdWhereItHasOne(String text, String clientId) {
        ClientFrame frame = read(text).getFirst();

        assertInstanceOf(ClientFrame.Faulty.class, frame);
        assertEquals(clientId, ClientFrame.clientId(frame));
    }

    @Test
    void contentAndClientIdHaveTheirLimits() {
        assertInstanceOf(
                ClientFrame.Send.class,
                read(send("c".repeat(128), "x".repeat(4_000))).getFirst());
        assertInstanceOf(
                ClientFrame.Faulty.class, read(send("c", "x".repeat(4_001))).getFirst());
        assertInstanceOf(
                ClientFrame.Faulty.class, read(send("c".repeat(129), "x")).getFirst());
    }

    @Test
    void whatHappensToMessagesIsRead() {
        String id = "0198c2f0-0000-7000-8000-000000000001";
        String frames = """
                [{"type":"send","clientId":"a","content":"@Bob","replyTo":"%1$s","mentions":["Bob","Bob"],
                  "draft":"k"},
                 {"type":"edit","clientId":"b","id":"%1$s","content":"x"},
                 {"type":"delete","clientId":"c","id":"%1$s"},
                 {"type":"react","clientId":"d","id":"%1$s","emoji":"👍"},
                 {"type":"unreact","clientId":"e","id":"%1$s","emoji":"👍"},
                 {"type":"draft","clientId":"f","key":"k","content":""},
                 {"type":"read","clientId":"g","upTo":7}]""".formatted(id);

        assertEquals(
                List.of(
                        new ClientFrame.Send("a", "@Bob", id, List.of("Bob"), "k"),
                        new ClientFrame.Edit("b", id, "x", List.of()),
                        new ClientFrame.Delete("c", id),
                        new ClientFrame.React("d", id, "👍", true),
                        new ClientFrame.React("e", id, "👍", false),
                        new ClientFrame.Draft("f", "k", ""),
                        new ClientFrame.Read("g", 7)),
                read(frames));
    }

    @Test
    void ofAMessageWithTooManyFramesNothingIsDone() {
        String frame = "{\"type\":\"ping\"}";

        assertEquals(200, read("[" + frame + ("," + frame).repeat(199) + "]").size());
        assertInstanceOf(ClientFrame.Faulty.class, assertOne(read("[" + frame + ("," + frame).repeat(200) + "]")));
    }

    @Test
    void aRenewalDoesNotShowItsToken() {
        ClientFrame renew = read("{\"type\":\"renew\",\"clientId\":\"c\",\"token\":\"secret\"}")
                .getFirst();

        assertEquals(new ClientFrame.Renew("c", "secret"), renew);
        assertFalse(renew.toString().contains("secret"));
    }

    @Test
    void brokenUtf8IsNotValid() {
        byte[] broken = {'"', (byte) 0xC3, '(', '"'};

        assertInstanceOf(ClientFrame.Faulty.class, ClientFrame.read(broken).getFirst());
    }

    private static ClientFrame assertOne(List<ClientFrame> frames) {
        assertEquals(1, frames.size());
        return frames.getFirst();
    }

    private static String send(String clientId, String content) {
        return "{\"type\":\"send\",\"clientId\":\"" + clientId + "\",\"content\":\"" + content + "\"}";
    }

    private static List<ClientFrame> read(String text) {
        return ClientFrame.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
