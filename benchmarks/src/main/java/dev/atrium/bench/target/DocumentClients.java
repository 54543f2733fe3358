package dev.atrium.bench.target;

import dev.atrium.bench.load.Address;
import dev.atrium.bench.server.Lab;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Clients of TinyBase's library, unmodified, in a process of Node on the load program's processor.
public final class DocumentClients implements AutoCloseable {

    private final Process process;
    private final BufferedReader answers;

    private DocumentClients(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.US_ASCII);
    }

    /// What it took to join a document that others have open. Milliseconds are negative where it did not happen in ten
    /// seconds.
    ///
    /// @param firstMs the very first client's `startSync`
    /// @param joinMs from the joiner's `startSync` until it was done and the joiner had everything
    /// @param allMs until everybody had everything
    /// @param messages that all sockets sent and got for it until everybody had everything
    /// @param messagesInAll the same until nothing more came
    public record Join(double firstMs, double joinMs, double allMs, int messages, int messagesInAll) {

        private static Join parse(String line) {
            double[] numbers = Arrays.stream(line.split(" "))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            return new Join(numbers[0], numbers[1], numbers[2], (int) numbers[3], (int) numbers[4]);
        }

        /// Whether everybody had everything in the end.
        public boolean isComplete() {
            return firstMs >= 0 && joinMs >= 0 && allMs >= 0;
        }
    }

    static DocumentClients start(Lab lab, int port, int count, int rows) throws IOException {
        Path programs = NodePrograms.prepare(lab);
        String program = programs.resolve("tinybase-clients.mjs").toString();
        // A child is on the processor of its parent.
        return new DocumentClients(new ProcessBuilder(List.of(
                        "node", program, Integer.toString(port), Integer.toString(count), Integer.toString(rows)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /// Opens a new document, and lets one more join. Takes some seconds.
    public Join join(Address document) throws IOException {
        String authorization =
                document.headers().get().replaceFirst("Authorization: ", "").strip();
        process.getOutputStream()
                .write((document.path() + " " + authorization + "\n").getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the clients have ended");
        }
        return Join.parse(answer);
    }

    /// They end with their input.
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.destroy();
    }
}
