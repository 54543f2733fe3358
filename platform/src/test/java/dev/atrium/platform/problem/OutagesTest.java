package dev.atrium.platform.problem;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class OutagesTest {

    private final Outages outages = new Outages(List.of());

    /// A machine that is gone says less than one that refuses.
    @ParameterizedTest
    @MethodSource("signs")
    void whatTheNetworkSaysOfAMachineThatIsNotThereIsAnOutage(Exception sign) {
        assertTrue(outages.explain(sign));
        assertTrue(outages.explain(new IllegalStateException(sign)));
    }

    static Stream<Exception> signs() {
        return Stream.of(
                new ConnectException("refused"),
                new NoRouteToHostException("no route to host"),
                new SocketException("network is unreachable"),
                new UnknownHostException("database"),
                new ClosedChannelException(),
                new io.smallrye.mutiny.TimeoutException());
    }

    @Test
    void otherFailuresAreOurs() {
        assertFalse(outages.explain(null));
        assertFalse(outages.explain(new IOException("no such file")));
        assertFalse(outages.explain(new IllegalStateException("Timeout")));
    }
}
