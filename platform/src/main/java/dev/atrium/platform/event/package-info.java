/// What services tell each other: events, their topics and their form in Kafka.
@NullMarked
package dev.atrium.platform.event;

import org.jspecify.annotations.NullMarked;
