package dev.atrium.platform.web;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/// The one source of time, injected wherever time is read.
final class Clock {

    @Produces
    @Singleton
    InstantSource systemClock() {
        return InstantSource.system();
    }
}
