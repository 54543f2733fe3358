@NullMarked
package dev.atrium.gateway.preference;

import org.jspecify.annotations.NullMarked;
