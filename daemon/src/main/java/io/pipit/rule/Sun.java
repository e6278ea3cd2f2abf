package io.pipit.rule;

import io.pipit.config.Location;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * When the sun rises and sets at a place, to about a minute outside the polar regions. By the
 * low-precision coordinates of the sun in the Astronomical Almanac (section C), with the upper limb
 * on the horizon and 34 arc minutes of refraction.
 */
final class Sun {
  private static final Instant J2000 = Instant.parse("2000-01-01T12:00:00Z");

  /** The sun's centre at its rise: refraction and radius below the horizon, in radians. */
  private static final double ALTITUDE = Math.toRadians(-0.833);

  private static final double SECONDS_A_DAY = 86_400;
  private static final double SECONDS_A_DEGREE = 240;

  private final double latitude;
  private final double longitude;

  /** The sun as it is seen from there. */
  Sun(Location location) {
    latitude = Math.toRadians(location.latitude());
    longitude = location.longitude();
  }

  /**
   * When it rises on a day. Where it does not set, half a day before noon; where it does not rise,
   * at noon: a night then has 0 or 24 hours.
   */
  Instant rise(LocalDate day, ZoneId zone) {
    return event(day, zone, -1);
  }

  /** When it sets on a day, or else half a day after noon, or at noon. */
  Instant set(LocalDate day, ZoneId zone) {
    return event(day, zone, 1);
  }

  private Instant event(LocalDate day, ZoneId zone, int side) {
    Instant middle = day.atTime(LocalTime.NOON).atZone(zone).toInstant();
    Instant event = noonNear(middle);
    // The sun moves on between noon and its rise: the second round takes it as it is then.
    for (int round = 0; round < 2; round++) {
      double half = hourAngle(event) * SECONDS_A_DEGREE;
      event = plus(noonNear(event, middle), side * half);
    }
    return event;
  }

  private Instant noonNear(Instant middle) {
    return noonNear(middle, middle);
  }

  /**
   * The noon of the sun that is nearest to the middle of a day.
   *
   * @param at when the equation of time is taken
   */
  private Instant noonNear(Instant at, Instant middle) {
    double noon = SECONDS_A_DAY / 2 - longitude * SECONDS_A_DEGREE - equationOfTime(at);
    double off = Math.floorMod(Math.round(noon) - middle.getEpochSecond(), (long) SECONDS_A_DAY);
    return plus(middle, off > SECONDS_A_DAY / 2 ? off - SECONDS_A_DAY : off);
  }

  /** Degrees from noon to the rise, 0 to 180. */
  private double hourAngle(Instant at) {
    double declination = Math.asin(Math.sin(obliquity(at)) * Math.sin(eclipticLongitude(at)));
    double cosine =
        (Math.sin(ALTITUDE) - Math.sin(latitude) * Math.sin(declination))
            / (Math.cos(latitude) * Math.cos(declination));
    return Math.toDegrees(Math.acos(Math.max(-1, Math.min(1, cosine))));
  }

  /** How far the sun is ahead of the mean one, in seconds. */
  private static double equationOfTime(Instant at) {
    double ecliptic = eclipticLongitude(at);
    double ascension = Math.atan2(Math.cos(obliquity(at)) * Math.sin(ecliptic), Math.cos(ecliptic));
    double degrees = Math.toDegrees(meanLongitude(at) - ascension);
    return Math.IEEEremainder(degrees, 360) * SECONDS_A_DEGREE;
  }

  private static double meanLongitude(Instant at) {
    return Math.toRadians(280.460 + 0.9856474 * days(at));
  }

  private static double eclipticLongitude(Instant at) {
    double anomaly = Math.toRadians(357.528 + 0.9856003 * days(at));
    return meanLongitude(at)
        + Math.toRadians(1.915 * Math.sin(anomaly) + 0.020 * Math.sin(2 * anomaly));
  }

  private static double obliquity(Instant at) {
    return Math.toRadians(23.439 - 0.0000004 * days(at));
  }

  private static double days(Instant at) {
    return Duration.between(J2000, at).toSeconds() / SECONDS_A_DAY;
  }

  private static Instant plus(Instant time, double seconds) {
    return time.plusSeconds(Math.round(seconds));
  }
}
