package dev.atrium.room.tinybase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReaderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "{}",
                "[]",
                "[\"a\",1]",
                "[\"a\",1,\"\",1]",
                "[\"a\",1,\"\"] ]",
                "[\"a\",1,\"x\"]",
                "[\"a\",1,null]",
                "[1,1,\"\"]",
                "[\"\ufffc\",1,\"\"]",
                "[true,1,\"\"]",
                "[\"a\",-1,[0,1]]",
                "[\"a\",8,\"\"]",
                "[\"a\",1.5,\"\"]",
                "[\"a\",\"1\",\"\"]",
                "[\"a\",2,[0]]",
                "[\"a\",2,[0,0,0]]",
                "[\"a\",2,[0.5,0]]",
                "[\"a\",2,[-1,0]]",
                "[\"a\",2,[4294967296,0]]",
                "[\"a\",2,[1e400,0]]",
                "[\"a\",2,[null,0]]",
                "[\"a\",2,[\"0\",0]]",
                "[\"a\",3,[[{}]]]",
                "[\"a\",3,[[{}],[{}],2]]",
                "[\"a\",3,[[{}],[{}],1,1]]",
                "[\"a\",3,[[[]],[{}],1]]",
                "[\"a\",3,[[{}],[{\"v\":[1,\"NjEtLV-----mmxrx\",5]}],1]]",
                "[\"a\",3,[[{}],[{\"v\":[1,\"now\"]}],1]]",
                "[\"a\",3,[[{}],[{\"v\":[1,5]}],1]]",
                "[\"a\",3,[[{}],[{\"v\":[1,\"\ufffc\"]}],1]]",
                "[\"a\",3,[[{}],[{\"v\":[]}],1]]",
                "[\"a\",3,[[{}],[{\"v\":1}],1]]",
                "[\"a\",3,[[{}],[{\"v\":[1e999]}],1]]",
                "[\"a\",3,[[{}],[{\"v\":[\"\ufffdx\"]}],1]]",
                "[\"a\",3,[[{}],[{\"v\":[\"\ufffd1\"]}],1]]",
                "[\"a\",3,[[{\"t\":[{\"r\":{}}]}],[{}],1]]",
                "[\"a\",3,[[{\"t\":[{\"r\":[{\"c\":[NaN]}]}]}],[{}],1]]",
                "[\"a\",4,[]]",
                "[\"a\",4,{\"t\":\"1\"}]",
                "[\"a\",4,{\"t\":{}}]",
                "[\"a\",5,{\"t\":1}]",
                "[\"a\",6,{\"t\":{\"r\":1}}]",
                "[\"a\",7,null]",
                "[\"a\",4,{\"t\":1}"
            })
    void whatIsNotAMessageIsRefused(String text) {
        assertEquals(Optional.empty(), MessageReader.read(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[null,1,\"\"]",
                "[\"\",1.0,\"\"]",
                "[\"a\",0,{\"any\":[\"thing\"]}]",
                "[\"a\",2,[0,4294967295]]",
                " [ \"a\" , 3 , [ [ {} ] , [ {} ] ] ]\n",
                "[\"a\",3,[[{\"\":[{\"\":[{\"\":[\"\"]}]}]}],[{}],1]]",
                "[\"a\",3,[[{},\"NjEtLV-----mmxrx\"],[{},\"\"],1]]",
                "[\"a\",6,{\"t\":{\"r\":{\"c\":1}}}]"
            })
    void whatIsAMessageIsTaken(String text) {
        assertTrue(MessageReader.read(text).isPresent());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.0|1",
                "-0|0",
                "1E2|100",
                "12345678901234567890|12345678901234567000",
                "\"\\u0041\\/\"|\"A/\"",
                "\"\\ud800\"|\"\\ud800\"",
                "null|null",
                "true|true",
                "{\"a\" : [1.0, \"x\", {}], \"b\":null}|\"\ufffd{\\\"a\\\":[1,\\\"x\\\",{}],\\\"b\\\":null}\"",
                "[[],[2]]|\"\ufffd[[],[2]]\"",
                "\"\ufffd[1]\"|\"\ufffd[1]\""
            })
    void leavesGetTheirCanonicalText(String json, String canonical) {
        Changes changes = VectorsTest.changes("[[{}],[{\"v\":[" + json + "]}],1]");

        assertEquals("[[{}],[{\"v\":[" + canonical + "]}],1]", MessageWriter.changes(changes));
    }

    @Test
    void undefinedIsADeletion() {
        Changes changes = VectorsTest.changes("[[{}],[{\"v\":[\"\\ufffc\",\"NjEtLV-----mmxrx\"]}],1]");

        assertEquals("[[{}],[{\"v\":[\"\ufffc\",\"NjEtLV-----mmxrx\"]}],1]", MessageWriter.changes(changes));
    }

    @Test
    void theLastOfTwoEntriesWithOneNameCounts() {
        Changes changes =
                VectorsTest.changes("[[{\"t\":[{\"r\":[{\"c\":[1],\"c\":[2]}]}]}],[{\"v\":[1],\"v\":[2]}],1]");

        assertEquals("[[{\"t\":[{\"r\":[{\"c\":[2]}]}]}],[{\"v\":[2]}],1]", MessageWriter.changes(changes));
    }

    @Test
    void anyIdIsStoredAndReadBack() {
        String text = "[[{\"\\u0000\":[{\"\\ud800\\\"\":[{\"\":[1,\"NjEtLV-----mmxrx\"]}]}]}],"
                + "[{\"é😀\":[\"\ufffc\",\"NjEtLV-----mmxrx\"]}],1]";
        Changes changes = VectorsTest.changes(text);

        Changes stored = StoredLeaf.changes(StoredLeaf.of(changes));

        assertEquals(MessageWriter.changes(changes), MessageWriter.changes(stored));
        assertEquals(
                "[\"t\",\"\\u0000\",\"\\ud800\\\"\",\"\"]",
                StoredLeaf.of(changes).getFirst().path());
    }

    @Test
    void anAnswerIsReadWhenTheQuestionIsKnown() {
        Message message = MessageReader.read("[\"q\",0, [[{}],{\"t\":1}] ]").orElseThrow();

        String body = assertInstanceOf(Message.Response.class, message).body();
        assertEquals("[[{}],{\"t\":1}]", body);
        assertTrue(MessageReader.tables(body).isPresent());
        assertTrue(MessageReader.rows(body).isEmpty());
        assertTrue(MessageReader.contentHashes("[1,2]").isPresent());
        assertTrue(MessageReader.cells("[{\"t\":[{\"r\":[{\"c\":[1]}]}]}]").isPresent());
        assertTrue(MessageReader.values("[{\"c\":[1]}]").isPresent());
        assertTrue(MessageReader.values("[{\"c\":[1]}] 1").isEmpty());
    }

    @Test
    void deepNestingIsRefusedNotFollowed() {
        String deep = "[".repeat(100_000);

        assertEquals(Optional.empty(), MessageReader.read("[\"a\",3,[[{}],[{\"v\":[" + deep));
        assertEquals(Optional.empty(), MessageReader.read("[\"a\",0," + deep));
    }
}
