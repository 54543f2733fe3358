@NullMarked
package dev.atrium.platform.kafka;

import org.jspecify.annotations.NullMarked;
