@NullMarked
package dev.atrium.gateway.policy;

import org.jspecify.annotations.NullMarked;
