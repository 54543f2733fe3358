/// What the suite's users of Kafka have in common.
@NullMarked
package dev.atrium.platform.kafka;

import org.jspecify.annotations.NullMarked;
