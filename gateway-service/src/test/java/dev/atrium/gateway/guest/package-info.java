@NullMarked
package dev.atrium.gateway.guest;

import org.jspecify.annotations.NullMarked;
