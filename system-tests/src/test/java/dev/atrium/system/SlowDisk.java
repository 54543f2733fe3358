package dev.atrium.system;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// A disk that hardly keeps up, as long as this is open: each flush of PostgreSQL takes longer, and
/// each write and flush of Kafka and the object store.
final class SlowDisk implements AutoCloseable {

    /// The most that PostgreSQL waits.
    private static final Duration DELAY = Duration.ofMillis(100);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String SLOW = "\ncommit_siblings = 0\ncommit_delay = %d\n".formatted(DELAY.toNanos() / 1_000);

    private final Suite suite;
    private final Path settings;
    private final String usual;

    SlowDisk(Suite suite) {
        this.suite = suite;
        this.settings = suite.data().resolve("postgres/postgresql.conf");
        try {
            this.usual = Files.readString(settings);
            setDatabase(usual + SLOW);
            setFiles(DELAY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns when something that writes takes as long as it must now.
    void awaitDelayOf(String what, Runnable write) {
        Awaitility.await(what + " is slow").atMost(PATIENCE).until(() -> {
            long from = System.nanoTime();
            write.run();
            return System.nanoTime() - from >= DELAY.toNanos();
        });
    }

    @Override
    public void close() {
        try {
            setFiles(Duration.ZERO);
            setDatabase(usual);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void setDatabase(String text) throws IOException {
        Files.writeString(settings, text);
        suite.signal("postgres", "HUP");
    }

    private void setFiles(Duration delay) throws IOException {
        Path agent = agent();
        try {
            VirtualMachine stack = VirtualMachine.attach(Long.toString(suite.pid("stack")));
            try {
                stack.loadAgent(agent.toString(), Long.toString(delay.toNanos()));
            } finally {
                stack.detach();
            }
        } catch (AttachNotSupportedException | AgentLoadException | AgentInitializationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Written once: the other JVM keeps it open.
    private Path agent() throws IOException {
        Path jar = suite.data().resolve("slow-files.jar");
        if (Files.exists(jar)) {
            return jar;
        }
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Agent-Class", SlowFiles.class.getName());
        attributes.putValue("Can-Retransform-Classes", "true");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Class<?> part : (Iterable<Class<?>>) parts()::iterator) {
                String name = part.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(name));
                try (InputStream bytes =
                        Objects.requireNonNull(SlowDisk.class.getClassLoader().getResourceAsStream(name))) {
                    bytes.transferTo(out);
                }
                out.closeEntry();
            }
        }
        return jar;
    }

    private static Stream<Class<?>> parts() {
        return Stream.concat(Stream.of(SlowFiles.class), Stream.of(SlowFiles.class.getDeclaredClasses()));
    }
}
