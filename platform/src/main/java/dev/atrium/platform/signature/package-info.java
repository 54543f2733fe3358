/// Signatures that the suite both makes and checks.
@NullMarked
package dev.atrium.platform.signature;

import org.jspecify.annotations.NullMarked;
