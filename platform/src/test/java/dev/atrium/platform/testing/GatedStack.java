package dev.atrium.platform.testing;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A [TestStack] of which one server can be taken away for a while.
public final class GatedStack implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("(?<scheme>[a-z]+://)?(?<host>[^/:]+):(?<port>[0-9]+)");

    private final TestStack stack;
    private final TcpGate gate;
    private final Map<String, String> settings;

    private GatedStack(TestStack stack, TcpGate gate, Map<String, String> settings) {
        this.stack = stack;
        this.gate = gate;
        this.settings = Map.copyOf(settings);
    }

    /// Starts a stack.
    ///
    /// @param parts as for [TestStack]
    /// @param setting that has the address of the server that can be taken away
    public static GatedStack start(String parts, String setting) {
        TestStack stack = new TestStack();
        stack.init(Map.of("parts", parts));
        Map<String, String> settings = new HashMap<>(stack.start());
        String address = settings.getOrDefault(setting, "");
        Matcher match = ADDRESS.matcher(address);
        if (!match.matches()) {
            throw new IllegalStateException("no address of a server: " + setting + "=" + address);
        }
        TcpGate gate =
                TcpGate.before(new InetSocketAddress(match.group("host"), Integer.parseInt(match.group("port"))));
        String scheme = match.group("scheme") == null ? "" : match.group("scheme");
        settings.put(setting, scheme + "127.0.0.1:" + gate.port());
        return new GatedStack(stack, gate, settings);
    }

    /// The settings for the service under test.
    public Map<String, String> settings() {
        return settings;
    }

    /// Runs something while the server is gone.
    public void without(Runnable work) {
        gate.shut();
        try {
            work.run();
        } finally {
            gate.open();
        }
    }

    @Override
    public void close() {
        gate.close();
        stack.stop();
    }
}
