@NullMarked
package dev.atrium.gateway.organisation;

import org.jspecify.annotations.NullMarked;
