package dev.atrium.media.storage;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/// Writes [StoredBytes] as the entity of a response, without holding a thread.
@Provider
public final class StoredBytesWriter implements ServerMessageBodyWriter<StoredBytes> {

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
        request.serverResponse().setResponseHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(stored.length()));
        request.suspend();
        stored.bytes().subscribe(new Pump(request, stored.turn()));
    }

    /// The blocking way to write a response, which is not taken where the method above exists.
    @Override
    public void writeTo(
            StoredBytes stored,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, Object> headers,
            OutputStream out) {
        throw new UnsupportedOperationException("stored bytes are written without blocking");
    }
}
