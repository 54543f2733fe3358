package dev.atrium.room.operation;

import static dev.atrium.room.operation.Fixture.json;
import static dev.atrium.room.operation.Fixture.pointer;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.problem.ProblemType;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OperationReaderTest {

    @Test
    void operationsAreReadAsTheyAreWritten() {
        OperationReader reader = new OperationReader(json("""
                [{'op':'put','path':'a/b','value':null,'base':0},
                 {'op':'merge','path':'a/c','value':{'x':1},'lock':{'name':'a','token':7}},
                 {'op':'remove','path':'a/d','base':3}]"""));

        assertEquals(
                List.of(
                        new Operation.Put("a/b", json("null"), 0L, null),
                        new Operation.Merge("a/c", json("{'x':1}"), null, new Operation.Claim("a", 7)),
                        new Operation.Remove("a/d", 3L, null)),
                reader.operations());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                       | /operations
            []                                                       | /operations
            [1]                                                      | /operations/0/path
            [{'op':'move','path':'a'}]                               | /operations/0/op
            [{'op':'put','value':1}]                                 | /operations/0/path
            [{'op':'put','path':'','value':1}]                       | /operations/0/path
            [{'op':'put','path':'a//b','value':1}]                   | /operations/0/path
            [{'op':'put','path':7,'value':1}]                        | /operations/0/path
            [{'op':'put','path':'a'}]                                | /operations/0/value
            [{'op':'put','path':'a','value':1,'vlaue':1}]            | /operations/0/vlaue
            [{'op':'remove','path':'a','value':1}]                   | /operations/0/value
            [{'op':'put','path':'a','value':1,'base':-1}]            | /operations/0/base
            [{'op':'put','path':'a','value':1,'base':1.5}]           | /operations/0/base
            [{'op':'put','path':'a','value':1,'base':'1'}]           | /operations/0/base
            [{'op':'put','path':'a','value':1,'lock':'x'}]           | /operations/0/lock
            [{'op':'put','path':'a','value':1,'lock':{'name':'x'}}]  | /operations/0/lock
            [{'op':'put','path':'a','value':[1e999]}]                | /operations/0/value
            [{'op':'put','path':'a','value':'\\ud800'}]              | /operations/0/value
            [{'op':'remove','path':'a'},{'op':'remove','path':'a'}]  | /operations/1/path
            """)
    void theFirstFaultIsToldWithItsPlace(String operations, String pointer) {
        Verdict.Refused refused =
                new OperationReader(json(operations)).refused().orElseThrow();

        assertEquals(pointer, pointer(refused));
        assertEquals(ProblemType.INVALID_REQUEST, refused.type());
    }

    @Test
    void whatIsTooMuchIsRefused() {
        String one = "{'op':'remove','path':'a%d'}";
        List<String> many = IntStream.range(0, 51).mapToObj(one::formatted).toList();

        assertEquals("/operations", faultOf("[" + String.join(",", many) + "]"));
        assertEquals("/operations/0/value", faultOf("[{'op':'put','path':'a','value':'" + "x".repeat(65_536) + "'}]"));
        assertEquals(
                "/operations/0/value",
                faultOf("[{'op':'put','path':'a','value':" + "[".repeat(33) + "]".repeat(33) + "}]"));
    }

    private static String faultOf(String operations) {
        return pointer(new OperationReader(json(operations)).refused().orElseThrow());
    }
}
