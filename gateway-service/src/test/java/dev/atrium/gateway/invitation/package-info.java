@NullMarked
package dev.atrium.gateway.invitation;

import org.jspecify.annotations.NullMarked;
