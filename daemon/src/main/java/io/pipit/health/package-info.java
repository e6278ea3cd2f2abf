/** Counters, stage times and what they say about the program's health. */
@NullMarked
package io.pipit.health;

import org.jspecify.annotations.NullMarked;
