@NullMarked
package dev.atrium.platform.outbox;

import org.jspecify.annotations.NullMarked;
