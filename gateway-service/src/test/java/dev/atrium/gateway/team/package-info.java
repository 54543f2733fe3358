@NullMarked
package dev.atrium.gateway.team;

import org.jspecify.annotations.NullMarked;
