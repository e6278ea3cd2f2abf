package io.pipit.config;

/**
 * One value that is in force.
 *
 * @param key its whole path
 * @param value as it would be written; a password reads {@code ***}
 * @param source FILE:LINE, {@code the environment} or {@code default}
 */
public record EffectiveValue(String key, String value, String source) {}
