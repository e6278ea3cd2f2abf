/** Counters, stage times and what they say about the program's health. */
@NullMarked
package io.pipit.metrics;

import org.jspecify.annotations.NullMarked;
