package dev.atrium.bench.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;

/// A block of ports in the order of the suite's private ports, and behind them those of the baselines.
///
/// @param base the gateway's, which is public otherwise
public record Ports(int base) {

    private static final int BLOCK = 200;
    private static final int LOWEST = 24_200;
    private static final int HIGHEST = 32_000;
    private static final int[] USED = {0, 1, 10, 11, 30, 31, 100, 110, 111, 130, 160, 161, 162, 163, 164};

    /// A block that is free now, below the range that the system gives to outgoing connections.
    public static Ports free() {
        return IntStream.iterate(LOWEST, base -> base < HIGHEST, base -> base + BLOCK)
                .filter(base -> IntStream.of(USED).allMatch(offset -> isFree(base + offset)))
                .mapToObj(Ports::new)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no free block of ports"));
    }

    public int gateway() {
        return base;
    }

    public int room() {
        return base + 10;
    }

    public int jobs() {
        return base + 30;
    }

    public int postgres() {
        return base + 100;
    }

    public int broadcast() {
        return base + 160;
    }

    public int node() {
        return base + 161;
    }

    public int nginx() {
        return base + 162;
    }

    public int scheduler() {
        return base + 163;
    }

    public int tinyBase() {
        return base + 164;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (BindException e) {
            return false;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
