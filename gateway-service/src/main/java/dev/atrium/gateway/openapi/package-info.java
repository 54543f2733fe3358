/// One OpenAPI document for the whole suite (GW-14): the gateway gathers what the services say of themselves.
@NullMarked
package dev.atrium.gateway.openapi;

import org.jspecify.annotations.NullMarked;
