@NullMarked
package dev.atrium.gateway.proxy;

import org.jspecify.annotations.NullMarked;
