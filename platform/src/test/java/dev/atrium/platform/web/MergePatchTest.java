package dev.atrium.platform.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MergePatchTest {

    /// RFC 7396, appendix A.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"a":"b"}           | {"a":"c"}                  | {"a":"c"}
            {"a":"b"}           | {"b":"c"}                  | {"a":"b","b":"c"}
            {"a":"b"}           | {"a":null}                 | {}
            {"a":"b","b":"c"}   | {"a":null}                 | {"b":"c"}
            {"a":["b"]}         | {"a":"c"}                  | {"a":"c"}
            {"a":"c"}           | {"a":["b"]}                | {"a":["b"]}
            {"a":{"b":"c"}}     | {"a":{"b":"d","c":null}}   | {"a":{"b":"d"}}
            {"a":[{"b":"c"}]}   | {"a":[1]}                  | {"a":[1]}
            ["a","b"]           | ["c","d"]                  | ["c","d"]
            {"a":"b"}           | ["c"]                      | ["c"]
            {"a":"foo"}         | null                       | null
            {"a":"foo"}         | "bar"                      | "bar"
            {"e":null}          | {"a":1}                    | {"e":null,"a":1}
            [1,2]               | {"a":"b","c":null}         | {"a":"b"}
            {}                  | {"a":{"bb":{"ccc":null}}}  | {"a":{"bb":{}}}
            """)
    void theExamplesOfTheStandardHold(String target, String patch, String result) {
        JsonNode before = json(target);

        assertEquals(json(result), MergePatch.apply(before, json(patch)));
        assertEquals(json(target), before, "the target was changed");
    }

    @Test
    void aPatchOfNothingMakesAnObject() {
        assertEquals(json("{\"a\":1}"), MergePatch.apply(null, json("{\"a\":1,\"b\":null}")));
    }

    private static JsonNode json(String text) {
        return Json.read(text, JsonNode.class);
    }
}
