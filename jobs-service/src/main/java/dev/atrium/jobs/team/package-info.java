/// Has those who are in a team be members of the rooms in which the team has a role (GW-7, RM-6).
@NullMarked
package dev.atrium.jobs.team;

import org.jspecify.annotations.NullMarked;
