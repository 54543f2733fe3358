@NullMarked
package dev.atrium.gateway.intake;

import org.jspecify.annotations.NullMarked;
