package io.pipit.config;

/**
 * Where the board stands.
 *
 * @param latitude degrees, -90 to 90, north is positive
 * @param longitude degrees, -180 to 180, east is positive
 */
public record Location(double latitude, double longitude) {}
