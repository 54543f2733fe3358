package dev.atrium.jobs.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/// Counts the statements that are made of connections.
public final class Statements {

    private final AtomicInteger made = new AtomicInteger();

    /// How many were made since the last time.
    public int made() {
        return made.getAndSet(0);
    }

    /// The source of connections of which they are counted.
    public DataSource of(DataSource source) {
        return wrapped(DataSource.class, source);
    }

    /// The connection of which they are counted.
    public Connection of(Connection connection) {
        return wrapped(Connection.class, connection);
    }

    private <T> T wrapped(Class<T> type, T wrapped) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        made.incrementAndGet();
                    }
                    try {
                        Object result = method.invoke(wrapped, arguments);
                        return result instanceof Connection connection ? of(connection) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                }));
    }
}
