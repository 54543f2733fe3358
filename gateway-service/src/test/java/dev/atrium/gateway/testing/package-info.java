/// What the component tests share: addresses, a stand-in for the services, clients.
@NullMarked
package dev.atrium.gateway.testing;

import org.jspecify.annotations.NullMarked;
