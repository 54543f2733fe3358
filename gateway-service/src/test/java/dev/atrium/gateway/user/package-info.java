@NullMarked
package dev.atrium.gateway.user;

import org.jspecify.annotations.NullMarked;
