package io.pipit.actuate;

import org.jspecify.annotations.Nullable;

/**
 * What has become of a {@link HandCommand}.
 *
 * @param heldBy the rule that holds the output on, for which nothing was done; null: it was done
 * @param on whether the output is on now
 * @param fault whether its pin does not take the level
 * @param dryRun whether there is no pin behind it
 * @param nanosToChange until it changes by itself; {@link Long#MAX_VALUE}: it does not
 */
public record HandAnswer(
    @Nullable String heldBy, boolean on, boolean fault, boolean dryRun, long nanosToChange) {}
