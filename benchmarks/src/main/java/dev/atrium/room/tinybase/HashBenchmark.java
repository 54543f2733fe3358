package dev.atrium.room.tinybase;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The hashes by which two stores find where they differ: of a cell's content, and of a node in the tree above it.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"})
@State(Scope.Thread)
public class HashBenchmark {

    private String ascii = "\"" + "The lamp is lit. ".repeat(6) + "\"";
    private String umlauts = "\"" + "Überm Öl glüht's. ".repeat(6) + "\"";
    private String id = "0198c7f2-6a00-7000-8000-000000000001";
    private int hash = 0x9e3779b9;

    @Benchmark
    public int ascii() {
        return Fnv.hash(ascii);
    }

    @Benchmark
    public int umlauts() {
        return Fnv.hash(umlauts);
    }

    @Benchmark
    public int child() {
        return Fnv.child(id, hash);
    }
}
