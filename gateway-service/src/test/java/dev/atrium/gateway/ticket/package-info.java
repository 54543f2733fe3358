@NullMarked
package dev.atrium.gateway.ticket;

import org.jspecify.annotations.NullMarked;
