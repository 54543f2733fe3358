@NullMarked
package dev.atrium.gateway.session;

import org.jspecify.annotations.NullMarked;
