package dev.atrium.search.access;

import dev.atrium.search.index.SearchIndex;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Loads the rooms that the index remembers, so that access is known before the first question.
final class RoomsSetup {

    @Produces
    @Singleton
    Rooms rooms(SearchIndex index) {
        try {
            return new Rooms(index.rooms());
        } catch (IOException e) {
            throw new UncheckedIOException("the rooms cannot be read from the index", e);
        }
    }
}
