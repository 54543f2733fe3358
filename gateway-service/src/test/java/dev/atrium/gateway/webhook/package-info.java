@NullMarked
package dev.atrium.gateway.webhook;

import org.jspecify.annotations.NullMarked;
