package dev.atrium.platform.sql;

import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/// The pool of the reactive client, for services that have one (`atrium.watched-pool=true` at build time). Its
/// connections end when PostgreSQL's machine has gone without a farewell, as it has when another one takes its place
/// under its name, and does not acknowledge what it is sent. By themselves they would be waited for until the system
/// gives up, after 15 minutes or more, while statements of others have no connection.
///
/// The time is that after which PostgreSQL gives a machine of ours up. It is the system's own, so that a statement that
/// takes long is none of its business. Without epoll, as elsewhere than on Linux, it is the system's usual one.
/// A statement that was acknowledged before the machine went waits for the system's keep-alive: of that the
/// reactive client cannot set the times.
@Singleton
@IfBuildProperty(name = "atrium.watched-pool", stringValue = "true")
public final class WatchedPool implements PgPoolCreator {

    private static final Duration UNACKNOWLEDGED = Duration.ofSeconds(30);

    @Override
    public Pool create(Input input) {
        List<SqlConnectOptions> servers = input.pgConnectOptionsList().stream()
                .<SqlConnectOptions>map(WatchedPool::watched)
                .toList();
        return PgBuilder.pool()
                .with(input.poolOptions())
                .connectingTo(servers)
                .using(input.vertx())
                .build();
    }

    static PgConnectOptions watched(PgConnectOptions options) {
        PgConnectOptions watched = new PgConnectOptions(options);
        watched.setTcpKeepAlive(true).setTcpUserTimeout((int) UNACKNOWLEDGED.toMillis());
        return watched;
    }
}
