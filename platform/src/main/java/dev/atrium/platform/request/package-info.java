/// What the requests of all services have in common.
@NullMarked
package dev.atrium.platform.request;

import org.jspecify.annotations.NullMarked;
