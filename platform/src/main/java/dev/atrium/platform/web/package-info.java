/// What every service's HTTP has in common: JSON, ids, the clock.
@NullMarked
package dev.atrium.platform.web;

import org.jspecify.annotations.NullMarked;
