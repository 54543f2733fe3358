package dev.atrium.media.storage;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/// Writes [StoredBytes] one piece at a time: the next one is asked for when the socket has taken the one before. If the
/// store breaks off, so does the response, and the client sees that it is incomplete.
@Provider
public final class StoredBytesWriter implements ServerMessageBodyWriter<StoredBytes> {

    private static final Logger LOG = Logger.getLogger(StoredBytesWriter.class);

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType media) {
        return StoredBytes.class.isAssignableFrom(type);
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType media) {
        return StoredBytes.class.isAssignableFrom(type);
    }

    @Override
    public void writeResponse(StoredBytes stored, Type genericType, ServerRequestContext context) {
        ResteasyReactiveRequestContext request = (ResteasyReactiveRequestContext) context;
        ServerHttpResponse response = context.serverResponse();
        response.setResponseHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(stored.length()));
        request.suspend();
        stored.bytes()
                .onItem()
                .transformToUniAndConcatenate(piece -> Uni.createFrom().completionStage(() -> response.write(piece)))
                .collect()
                .last()
                .subscribe()
                .with(_ -> end(request), failure -> breakOff(request, failure));
    }

    private static void end(ResteasyReactiveRequestContext request) {
        request.serverResponse().end();
        request.resume();
    }

    private static void breakOff(ResteasyReactiveRequestContext request, Throwable failure) {
        ServerHttpResponse response = request.serverResponse();
        if (!response.headWritten()) {
            request.resume(failure);
            return;
        }
        if (!response.closed()) {
            LOG.warnf(failure, "a download broke off; the client sees that it is incomplete");
        }
        response.reset();
        request.resume();
    }

    /// Only called where a response is written with blocking calls, which nothing here does.
    @Override
    public void writeTo(
            StoredBytes stored,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
        for (byte[] piece : stored.bytes().subscribe().asIterable()) {
            out.write(piece);
        }
    }
}
