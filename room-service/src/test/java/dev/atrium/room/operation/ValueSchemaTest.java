package dev.atrium.room.operation;

import static dev.atrium.room.operation.Fixture.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ValueSchemaTest {

    private static final String PASSAGE = """
            {'type':'object','required':['title'],'additionalProperties':false,'properties':{
              'title':{'type':'string','minLength':1},'text':{'type':'string'},
              'links':{'type':'array','items':{'$ref':'#/$defs/link'}}},
             '$defs':{'link':{'type':'object','required':['to'],'properties':{'to':{'type':'string'}}}}}""";

    @Test
    void whatFitsIsGood() {
        assertEquals(Optional.empty(), schema(PASSAGE).check(json("{'title':'One','links':[{'to':'b'},{'to':'c'}]}")));
    }

    @Test
    void theFirstFaultIsToldWithItsPlace() {
        ValueSchema.Fault fault = schema(PASSAGE)
                .check(json("{'title':'One','links':[{'to':'b'},{'to':3}]}"))
                .orElseThrow();

        assertEquals("/links/1/to", fault.pointer());
        assertTrue(fault.what().contains("string expected"), fault.what());
        assertEquals(
                "", schema(PASSAGE).check(json("{'text':''}")).orElseThrow().pointer());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "[]",
                "{'type':'strin'}",
                "{'type':3}",
                "{'properties':[]}",
                "{'$schema':'http://json-schema.org/draft-07/schema#'}",
                "{'$id':'https://example.org/x'}",
                "{'$ref':'https://example.org/x'}",
                "{'$ref':'file:///etc/passwd'}",
                "{'$ref':'other.json#/a'}",
                "{'$ref':'#/$defs/a'}",
                "{'$ref':'#/%24defs/a','$defs':{'a':{}}}",
                "{'items':{'$ref':'#'}}",
                "{'$defs':{'a':{'$ref':'#/$defs/b'},'b':{'$ref':'#/$defs/a'}},'$ref':'#/$defs/a'}",
                "{'$dynamicRef':'#x'}",
                "{'pattern':'(a+)+$'}",
                "{'properties':{'x':{'patternProperties':{'(a+)+$':{}}}}}",
            })
    void whatCannotBeUsedIsRefused(String schema) {
        assertTrue(ValueSchema.fault(json(schema)).isPresent(), schema);
    }

    /// Each level is referred to twice by the one before: small to write down, endless to check.
    @Test
    void whatGrowsByReferencesIsRefused() {
        StringBuilder levels = new StringBuilder("'l20':{}");
        for (int i = 0; i < 20; i++) {
            String next = "{'$ref':'#/$defs/l" + (i + 1) + "'}";
            levels.append(",'l")
                    .append(i)
                    .append("':{'anyOf':[")
                    .append(next)
                    .append(",")
                    .append(next)
                    .append("]}");
        }

        String schema = "{'$ref':'#/$defs/l0','$defs':{" + levels + "}}";

        assertTrue(ValueSchema.fault(json(schema)).isPresent());
    }

    @Test
    void largeSchemasAreRefused() {
        assertTrue(ValueSchema.fault(json("{'title':'" + "x".repeat(16 << 10) + "'}"))
                .isPresent());
        assertTrue(ValueSchema.fault(json("{'enum':[" + "1,".repeat(1_000) + "1]}"))
                .isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1,2,'1',true,'true',null,'null',[1,2],[12],['1,2'],{'a':1},{'a':2},{'a':'1'},{}]",
                "[['a','b'],['a,b'],['ab']]",
                "[9007199254740993,9007199254740992]",
                "[0.1,1e-300,5e-324,1e300]",
                "3",
            })
    void differentElementsAreUnique(String value) {
        assertEquals(Optional.empty(), schema("{'uniqueItems':true}").check(json(value)));
        assertEquals(Optional.empty(), schema("{'uniqueItems':false}").check(json("[1,1]")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1,2,1]", "[1,1.0]", "[1e2,100]", "[{'a':1,'b':[2]},{'b':[2.0],'a':1}]", "[null,null]"})
    void equalElementsAreNotUnique(String value) {
        assertTrue(schema("{'uniqueItems':true}").check(json(value)).isPresent());
    }

    @ParameterizedTest
    @CsvSource({
        "3, 9",
        "0.01, 4.35",
        "0.1, 0.3",
        "1.5, -4.5",
        "2, 1e300",
        "1, 0",
        "0.5, 0.0",
        "1e-300, 4e-300",
        "7, 9007199254740995"
    })
    void whatIsAMultipleIsGood(String divisor, String value) {
        assertEquals(Optional.empty(), schema("{'multipleOf':" + divisor + "}").check(json(value)));
        assertEquals(Optional.empty(), schema("{'multipleOf':" + divisor + "}").check(json("'no number'")));
    }

    @ParameterizedTest
    @CsvSource({"3, 10", "0.01, 4.355", "1, 1e-300", "2, 9007199254740993", "1e300, 1"})
    void whatIsNoMultipleIsToldAsSuch(String divisor, String value) {
        ValueSchema.Fault fault =
                schema("{'multipleOf':" + divisor + "}").check(json(value)).orElseThrow();

        assertTrue(fault.what().contains("multiple of"), fault.what());
    }

    private static ValueSchema schema(String text) {
        assertEquals(Optional.empty(), ValueSchema.fault(json(text)));
        return ValueSchema.of(json(text).toString());
    }
}
