/// From Kafka into the database: each event has its effect once, none is lost, none blocks its neighbours.
@NullMarked
package dev.atrium.jobs.intake;

import org.jspecify.annotations.NullMarked;
