package io.pipit.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Images of what made rules fire.
 *
 * @param folder where they are written; null: none are
 * @param maxBytes all of them together at most
 * @param drawn whether boxes and zones are drawn over them
 */
public record SnapshotSettings(@Nullable Path folder, long maxBytes, boolean drawn) {}
