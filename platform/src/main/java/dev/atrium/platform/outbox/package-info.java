/// From PostgreSQL to Kafka: events are written in the transaction of the change, and leave behind it.
@NullMarked
package dev.atrium.platform.outbox;

import org.jspecify.annotations.NullMarked;
