@NullMarked
package dev.atrium.gateway;

import org.jspecify.annotations.NullMarked;
