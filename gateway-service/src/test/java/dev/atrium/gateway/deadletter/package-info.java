@NullMarked
package dev.atrium.gateway.deadletter;

import org.jspecify.annotations.NullMarked;
