/// Secrets of others that a service has to be able to read again (OP-4): sealed before they are stored.
@NullMarked
package dev.atrium.platform.seal;

import org.jspecify.annotations.NullMarked;
