package dev.atrium.gateway.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Who may be connected: of one address, of IPv6 one network, so many at a time, but of trusted proxies any number; and
/// nobody for long without a request. Stands in front of a listener, where connections come in, so that it costs
/// nothing later, but for a look at each request. Belongs to any number of listeners; thread-safe.
@ChannelHandler.Sharable
final class Doorkeeper extends ChannelInboundHandlerAdapter {

    private static final AttributeKey<Boolean> HEARD = AttributeKey.valueOf(Doorkeeper.class, "heard");

    private final int most;
    private final Duration patience;
    private final ClientAddress addresses;
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();

    /// @param most connections of one address
    /// @param patience how long a connection may be there without the whole head of a request
    Doorkeeper(int most, Duration patience, ClientAddress addresses) {
        this.most = most;
        this.patience = patience;
        this.addresses = addresses;
    }

    /// The connection that a request came by may stay.
    static void heard(HttpServerRequest request) {
        Attribute<Boolean> heard =
                ((ConnectionBase) request.connection()).channel().attr(HEARD);
        if (heard.get() == null) {
            heard.set(true);
        }
    }

    /// How many connections there are of those that are counted.
    int present() {
        return byAddress.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public void channelRead(ChannelHandlerContext listener, Object message) {
        if (message instanceof SocketChannel client) {
            if (!admits(client)) {
                // Nobody has taken charge of it yet.
                client.unsafe().closeForcibly();
                return;
            }
            Future<?> _ = listener.executor()
                    .schedule(() -> closeUnlessHeard(client), patience.toMillis(), TimeUnit.MILLISECONDS);
        }
        listener.fireChannelRead(message);
    }

    private boolean admits(SocketChannel client) {
        InetSocketAddress peer = client.remoteAddress();
        if (peer == null) {
            // It has gone already.
            return false;
        }
        if (addresses.isTrusted(peer.getAddress())) {
            return true;
        }
        String address = ClientAddress.network(peer.getAddress());
        if (byAddress.merge(address, 1, Integer::sum) > most) {
            left(address);
            return false;
        }
        ChannelFuture _ = client.closeFuture().addListener(_ -> left(address));
        return true;
    }

    private void left(String address) {
        byAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    }

    private static void closeUnlessHeard(Channel client) {
        if (client.isOpen() && client.attr(HEARD).get() == null) {
            ChannelFuture _ = client.close();
        }
    }
}
