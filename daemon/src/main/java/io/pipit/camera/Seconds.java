package io.pipit.camera;

import java.time.Duration;

/** Times as messages show them: 10 s, 0.5 s. */
public final class Seconds {
  private Seconds() {}

  public static String show(Duration time) {
    long millis = time.toMillis();
    return (millis % 1000 == 0 ? Long.toString(millis / 1000) : Double.toString(millis / 1000.0))
        + " s";
  }
}
