/// What the tests of all services share: the infrastructure that they run on and the rules of the architecture.
@NullMarked
package dev.atrium.platform.testing;

import org.jspecify.annotations.NullMarked;
