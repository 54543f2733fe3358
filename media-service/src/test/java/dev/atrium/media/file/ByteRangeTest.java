package dev.atrium.media.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteRangeTest {

    private static final long SIZE = 1_000;

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=10-19, 10, 19",
        "bytes=10-, 10, 999",
        "bytes=990-5000, 990, 999",
        "bytes=-1, 999, 999",
        "bytes=-5000, 0, 999",
        "Bytes=999-999, 999, 999"
    })
    void oneRangeIsUnderstood(String header, long first, long last) {
        assertEquals(new ByteRange.Part(first, last), ByteRange.of(header, SIZE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=1000-", "bytes=1000-1001", "bytes=-0", "bytes=999999999999999999-"})
    void aRangeBehindTheEndIsUnsatisfiable(String header) {
        assertInstanceOf(ByteRange.Unsatisfiable.class, ByteRange.of(header, SIZE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes=",
                "bytes=-",
                "bytes=5-4",
                "bytes=a-b",
                "bytes=0-1,5-6",
                "lines=0-1",
                "bytes=1",
                "bytes=99999999999999999999-"
            })
    void whatIsNotUnderstoodIsIgnored(String header) {
        assertInstanceOf(ByteRange.Whole.class, ByteRange.of(header, SIZE));
    }

    @Test
    void noRangeMeansAll() {
        assertInstanceOf(ByteRange.Whole.class, ByteRange.of(null, SIZE));
    }
}
