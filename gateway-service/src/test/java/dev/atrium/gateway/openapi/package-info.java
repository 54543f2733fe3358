@NullMarked
package dev.atrium.gateway.openapi;

import org.jspecify.annotations.NullMarked;
