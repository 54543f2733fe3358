/// What has to be done now and then, at whichever gateway.
@NullMarked
package dev.atrium.gateway.upkeep;

import org.jspecify.annotations.NullMarked;
