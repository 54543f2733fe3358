package dev.atrium.room.operation;

import static dev.atrium.room.operation.Fixture.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ThreeWayMergeTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'a':1,'b':1}       | {'a':2,'b':1}       | {'a':1,'b':2}       | {'a':2,'b':2}
            {'a':1,'b':1}       | {'b':1}             | {'a':1,'b':2}       | {'b':2}
            {'a':1}             | {'a':1,'b':1}       | {'a':1,'c':1}       | {'a':1,'b':1,'c':1}
            {'a':{'x':1,'y':1}} | {'a':{'x':2,'y':1}} | {'a':{'x':1,'y':2}} | {'a':{'x':2,'y':2}}
            {}                  | {'a':{'x':1}}       | {'a':{'y':1}}       | {'a':{'x':1,'y':1}}
            {'a':null}          | {}                  | {'a':null,'b':1}    | {'b':1}
            """)
    void whatChangedDifferentMembersIsJoined(String base, String present, String wanted, String result) {
        assertEquals(new Resolution.Accept(json(result)), ThreeWayMerge.of(json(base), json(present), json(wanted)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'a':1}       | {'a':2}       | {'a':3}     | both changed '/a' in it
            {'a':{'b':1}} | {'a':{'b':2}} | {'a':{}}    | both changed '/a/b' in it
            {'a~/':1}     | {'a~/':2}     | {'a~/':3}   | both changed '/a~0~1' in it
            [1]           | [1,2]         | [1,3]       | both changed all of it
            1             | {'a':1}       | {'b':1}     | both changed all of it
            """)
    void whatChangedTheSameMemberDifferentlyIsRefused(String base, String present, String wanted, String why) {
        assertEquals(new Resolution.Refuse(why), ThreeWayMerge.of(json(base), json(present), json(wanted)));
    }

    @Test
    void mergingKeepsItsLaws() {
        Random random = new Random(11);
        int joined = 0;
        for (int i = 0; i < 20_000; i++) {
            JsonNode base = random.nextInt(5) == 0 ? null : value(random, 3);
            JsonNode one = changed(random, base);
            JsonNode other = changed(random, base);

            assertEquals(new Resolution.Accept(other), ThreeWayMerge.of(base, base, other));
            assertEquals(new Resolution.Accept(one), ThreeWayMerge.of(base, one, base));
            assertEquals(new Resolution.Accept(one), ThreeWayMerge.of(base, one, one));
            Resolution merged = ThreeWayMerge.of(base, one, other);
            Resolution inverted = ThreeWayMerge.of(base, other, one);
            if (merged instanceof Resolution.Accept(JsonNode value)) {
                joined++;
                assertEquals(merged, inverted, "the order matters");
                assertEquals(merged, ThreeWayMerge.of(base, value, other), "merged again, it changes");
            } else {
                assertInstanceOf(Resolution.Refuse.class, inverted);
            }
        }
        assertEquals(true, joined > 5_000, "too little is merged: " + joined);
    }

    private static JsonNode value(Random random, int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return IntNode.valueOf(random.nextInt(3));
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (String name : new String[] {"a", "b", "c"}) {
            if (random.nextBoolean()) {
                object.set(name, value(random, depth - 1));
            }
        }
        return object;
    }

    private static @Nullable JsonNode changed(Random random, @Nullable JsonNode value) {
        if (!(value instanceof ObjectNode object) || random.nextInt(8) == 0) {
            return random.nextInt(8) == 0 ? null : value(random, 2);
        }
        ObjectNode copy = object.deepCopy();
        String name = String.valueOf((char) ('a' + random.nextInt(3)));
        JsonNode member = changed(random, copy.get(name));
        if (member == null) {
            copy.remove(name);
        } else {
            copy.set(name, member);
        }
        return copy;
    }
}
