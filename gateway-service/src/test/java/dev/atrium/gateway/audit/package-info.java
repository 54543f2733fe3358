@NullMarked
package dev.atrium.gateway.audit;

import org.jspecify.annotations.NullMarked;
