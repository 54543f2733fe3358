package dev.atrium.room.tinybase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ConversationTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);
    private static final String WRITE =
            "[\"a\",3,[[{\"t\":[{\"r\":[{\"c\":[1,\"NjEtLV-----AAAAA\"]}]}]}],[{\"v\":[true,\"NjEtLV----0AAAAA\"]}],1]]";
    private static final String EARLIER = "[\"a\",3,[[{}],[{\"v\":[false,\"NjEtLV-----AAAAA\"]}],1]]";

    private final Document document = new Document();
    private boolean mayWrite = true;
    private final Conversation conversation = conversation(DocumentLimits.USUAL);

    @Test
    void offersItsHashesToWhoeverJoins() {
        JsonNode offer = onlySent(conversation.joined(document));

        assertEquals(2, offer.get(1).intValue());
        assertEquals(Content.json("[0,0]"), offer.get(2));
    }

    @Test
    void asksWhoMayHaveMoreThanItSaid() {
        List<Effect> effects = conversation.resumed(document, NOW);

        assertEquals(2, effects.size());
        assertEquals(2, sent(effects.getFirst()).get(1).intValue());
        JsonNode question = sent(effects.getLast());
        assertEquals(1, question.get(1).intValue());
        JsonNode fetched = onlySent(receive("[\"" + question.get(0).asText() + "\",0,[1,0]]"));
        assertEquals(4, fetched.get(1).intValue());
    }

    @Test
    void waitsForNoAnswerOfWhomItHearsByItself() {
        conversation.resumed(document, NOW);

        assertEquals(4, onlySent(receive("[\"a\",2,[1,0]]")).get(1).intValue());
    }

    @Test
    void hasNothingToAskWhoHasTheSame() {
        conversation.resumed(document, NOW);

        assertEquals(List.of(), receive("[\"a\",2,[0,0]]"));
        assertFalse(conversation.isWaiting());
    }

    @Test
    void asksNoReaderWhatItHas() {
        mayWrite = false;

        assertEquals(2, onlySent(conversation.resumed(document, NOW)).get(1).intValue());
    }

    @Test
    void commitsWhatIsNewAndNothingElse() {
        Effect.Commit commit = onlyCommit(receive(WRITE));
        document.merge(commit.changes());

        assertEquals(2, document.leafCount());
        assertEquals(List.of(), receive(WRITE));
        assertEquals(List.of(), receive(EARLIER));
    }

    /// Its author sees it at once, and not only when the page with it is gone.
    @Test
    void takesBackWhatIsTooFarAheadAndNothingElse() {
        String ahead = Hlc.of(NOW.toEpochMilli() + 300_001, 0, 1).toString();
        String tolerated = Hlc.of(NOW.toEpochMilli() + 300_000, 0, 1).toString();
        String write = WRITE.replace("NjEtLV----0AAAAA", ahead);

        List<Effect> effects = receive(write);

        assertEquals(2, effects.size());
        Document author = new Document();
        author.merge(VectorsTest.changes(Content.json(write).get(2).toString()));
        author.merge(VectorsTest.changes(sent(effects.getFirst()).get(2).toString()));
        Leaf value = author.value("v");
        Leaf cell = author.cell("t", "r", "c");
        assertTrue(value != null && value.json() == null);
        assertTrue(cell != null && "1".equals(cell.json()));
        Effect.Commit commit = assertInstanceOf(Effect.Commit.class, effects.getLast());
        assertEquals(List.of("[\"t\",\"t\",\"r\",\"c\"]"), commit.changes().paths());
        onlyCommit(receive(WRITE.replace("NjEtLV----0AAAAA", tolerated)));
    }

    @Test
    void takesBackWhatAReaderWrites() {
        document.merge(VectorsTest.changes("[[{}],[{\"v\":[false,\"NjEtLV-----AAAAA\"]}],1]"));
        mayWrite = false;

        JsonNode back = onlySent(receive(WRITE));

        assertEquals(3, back.get(1).intValue());
        Changes changes = VectorsTest.changes(back.get(2).toString());
        Document reader = new Document();
        reader.merge(VectorsTest.changes(Content.json(WRITE).get(2).toString()));
        reader.merge(changes);
        Leaf value = reader.value("v");
        Leaf cell = reader.cell("t", "r", "c");
        assertTrue(value != null && "false".equals(value.json()));
        assertTrue(cell != null && cell.json() == null);
    }

    @Test
    void doesNotFetchFromAReader() {
        mayWrite = false;

        assertEquals(2, onlySent(receive("[\"a\",2,[1,1]]")).get(1).intValue());
        assertEquals(List.of(), receive("[\"a\",2,[0,0]]"));
    }

    @Test
    void asksAccessEachTime() {
        onlyCommit(receive(WRITE));
        mayWrite = false;

        onlySent(receive(WRITE));
    }

    @Test
    void refusesWhatIsTooLargeAndTakesTheRest() {
        Conversation small = conversation(new DocumentLimits(10, 1_000, 10, 40));

        List<Effect> effects = small.receive(
                message("[\"a\",3,[[{}],[{\"short\":[\"0123\",\"NjEtLV-----AAAAA\"],"
                        + "\"long\":[\"0123456789\",\"NjEtLV-----AAAAA\"],"
                        + "\"a very long name of a value it is\":[1,\"NjEtLV-----AAAAA\"]}],1]]"),
                document,
                NOW);

        assertEquals(2, effects.size());
        Effect.Send back = assertInstanceOf(Effect.Send.class, effects.getFirst());
        assertTrue(back.remainder().contains("\"long\":[\"\ufffc\""));
        Effect.Commit commit = assertInstanceOf(Effect.Commit.class, effects.getLast());
        assertEquals(1, StoredLeaf.of(commit.changes()).size());
    }

    @Test
    void refusesMoreLeavesThanADocumentMayHaveButNotChangesOfThoseThatAreThere() {
        Conversation small = conversation(new DocumentLimits(2, 1_000, 10, 40));
        document.merge(VectorsTest.changes(Content.json(WRITE).get(2).toString()));

        onlyCommit(small.receive(message("[\"a\",3,[[{}],[{\"v\":[2,\"NjEtLV----2AAAAA\"]}],1]]"), document, NOW));
        onlySent(small.receive(message("[\"a\",3,[[{}],[{\"w\":[2,\"NjEtLV----2AAAAA\"]}],1]]"), document, NOW));
    }

    @Test
    void takesWhatMakesAFullDocumentShorterAndRefusesWhatMakesItLonger() {
        Conversation full = conversation(new DocumentLimits(10, 40, 30, 40));
        document.merge(VectorsTest.changes("[[{}],[{\"v\":[\"0123456789\",\"NjEtLV-----AAAAA\"]}],1]"));

        onlyCommit(full.receive(value("\"012345678\""), document, NOW));
        onlyCommit(full.receive(value("\"9876543210\""), document, NOW));
        onlySent(full.receive(value("\"0123456789a\""), document, NOW));
    }

    /// Each of these takes six bytes in a message.
    @Test
    void idsCountAsTheyAreWritten() {
        Conversation full = conversation(new DocumentLimits(100, 1_000, 30, 2_000));
        String id = "\\u0001".repeat(50);
        for (int i = 0; i < 3; i++) {
            document.merge(VectorsTest.changes("[[{}],[{\"" + id + i + "\":[1,\"NjEtLV-----AAAAA\"]}],1]"));
        }

        onlySent(full.receive(message(WRITE), document, NOW));
    }

    @Test
    void whoHasNothingGetsAllOfItAlsoAfterAChange() {
        document.merge(VectorsTest.changes(Content.json(WRITE).get(2).toString()));
        assertEquals(
                "[\"q\",0,[[{\"t\":[{\"r\":[{\"c\":[1,\"NjEtLV-----AAAAA\"]}]}]}],{}]]",
                onlySent(receive("[\"q\",4,{}]")).toString());

        document.merge(VectorsTest.changes("[[{}],[{\"w\":[2,\"NjEtLV----1AAAAA\"]}],1]"));

        assertEquals(
                "[\"q\",0,[{\"v\":[true,\"NjEtLV----0AAAAA\"],\"w\":[2,\"NjEtLV----1AAAAA\"]}]]",
                onlySent(receive("[\"q\",7,{}]")).toString());
    }

    private static Message value(String json) {
        return message("[\"a\",3,[[{}],[{\"v\":[" + json + ",\"NjEtLV----0AAAAA\"]}],1]]");
    }

    @Test
    void asksAgainWhenACommitFailed() {
        Effect.Commit commit = onlyCommit(receive(WRITE));

        assertEquals(List.of(), conversation.committed(commit.number(), false, document, NOW));
        assertEquals(List.of(), conversation.tick(document, NOW.plusSeconds(1)));
        JsonNode question = onlySent(conversation.tick(document, NOW.plusSeconds(3)));
        assertEquals(1, question.get(1).intValue());
        JsonNode pull = onlySent(receive("[" + question.get(0) + ",0,[5,5]]"));
        assertEquals(4, pull.get(1).intValue());
    }

    @Test
    void givesUpAskingWhoDoesNotAnswer() {
        Instant now = NOW;
        receive("[\"a\",2,[1,1]]");
        int questions = 0;

        for (int i = 0; i < 200; i++) {
            now = now.plusSeconds(1);
            questions += conversation.tick(document, now).size();
        }

        assertEquals(3, questions);
        assertEquals(4, onlySent(receive("[\"a\",2,[1,1]]")).get(1).intValue());
    }

    @Test
    void fetchesOnceAtATimeAndThenWhatWasAnnouncedLast() {
        JsonNode first = onlySent(receive("[\"a\",2,[1,0]]"));
        assertEquals(List.of(), receive("[\"b\",2,[2,0]]"));
        assertEquals(List.of(), receive("[\"c\",2,[3,0]]"));

        JsonNode second = onlySent(receive("[" + first.get(0) + ",0,[[{}],{}]]"));

        assertEquals(4, second.get(1).intValue());
        assertTrue(second.get(0).textValue().startsWith("c."));
    }

    @Test
    void tellsAClientThatLacksSomething() {
        document.merge(VectorsTest.changes(Content.json(WRITE).get(2).toString()));
        JsonNode question = onlySent(receive(
                "[null,2,[0," + Integer.toUnsignedString(document.hashes().values()) + "]]"));

        JsonNode answer = onlySent(receive("[" + question.get(0) + ",0,[[{}],{}]]"));

        assertEquals(2, answer.get(1).intValue());
    }

    @Test
    void anAnswerToNothingIsIgnoredAndAWrongOneEndsTheSocket() {
        JsonNode question = onlySent(receive("[\"a\",2,[1,0]]"));

        assertEquals(List.of(), receive("[\"other\",0,[[{}],{}]]"));
        assertEquals(
                List.of(new Effect.Close(Closing.INVALID)), receive("[" + question.get(0) + ",0,[[{}],{\"t\":-1}]]"));
    }

    @Test
    void anAnswerMayBeReadBeforeItIsReceivedAndCountsOnlyIfItIsStillWaitedFor() {
        JsonNode question = onlySent(receive("[\"a\",2,[0,1]]"));
        String value = "[{\"v\":[1,\"NjEtLV-----AAAAA\"]}]";

        Message understood = conversation.understand(message("[" + question.get(0) + ",0," + value + "]"));
        Message other = message("[\"other\",0," + value + "]");

        assertInstanceOf(Message.Understood.class, understood);
        assertEquals(other, conversation.understand(other));
        onlyCommit(conversation.receive(understood, document, NOW));
        assertEquals(List.of(), conversation.receive(understood, document, NOW));
    }

    @Test
    void aLongIdIsEchoedInAnswersButNotTakenOver() {
        String longId = "x".repeat(1_000);

        assertEquals(
                longId, onlySent(receive("[\"" + longId + "\",1,\"\"]")).get(0).textValue());
        assertTrue(onlySent(receive("[\"" + longId + "\",2,[1,0]]"))
                        .get(0)
                        .textValue()
                        .length()
                < 20);
    }

    private Conversation conversation(DocumentLimits limits) {
        return new Conversation(() -> mayWrite, new HlcClock(5), Nonce.of(new Random(1)), limits);
    }

    private List<Effect> receive(String text) {
        return conversation.receive(message(text), document, NOW);
    }

    private static Message message(String text) {
        return MessageReader.read(text).orElseThrow();
    }

    private static JsonNode onlySent(List<Effect> effects) {
        assertEquals(1, effects.size());
        return sent(effects.getFirst());
    }

    private static JsonNode sent(Effect effect) {
        return Content.json(assertInstanceOf(Effect.Send.class, effect).remainder());
    }

    private static Effect.Commit onlyCommit(List<Effect> effects) {
        assertEquals(1, effects.size(), effects::toString);
        return assertInstanceOf(Effect.Commit.class, effects.getFirst());
    }
}
