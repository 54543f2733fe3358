@NullMarked
package dev.atrium.gateway.plan;

import org.jspecify.annotations.NullMarked;
