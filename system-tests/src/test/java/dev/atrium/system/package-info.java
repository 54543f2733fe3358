/// Tests of the packaged suite, through the gateway only.
@NullMarked
package dev.atrium.system;

import org.jspecify.annotations.NullMarked;
