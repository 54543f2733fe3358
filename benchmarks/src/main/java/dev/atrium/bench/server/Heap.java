package dev.atrium.bench.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// The heap of a server in Java.
public final class Heap {

    private Heap() {}

    /// Bytes of all live objects, after a full collection.
    public static long liveBytes(ServerProcess server) throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(List.of(jcmd, Long.toString(server.pid()), "GC.class_histogram"))
                .redirectErrorStream(true)
                .start();
        String histogram = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return total(histogram);
    }

    /// @param histogram ends with a line "Total INSTANCES BYTES"
    static long total(String histogram) throws IOException {
        String line = histogram
                .lines()
                .filter(text -> text.startsWith("Total"))
                .findFirst()
                .orElseThrow(() -> new IOException("jcmd says: " + histogram));
        return Long.parseLong(
                line.substring(line.stripTrailing().lastIndexOf(' ') + 1).strip());
    }
}
