package io.pipit.track;

/**
 * Where an object is along one axis and how fast: a Kalman filter with constant velocity that is
 * disturbed by white noise. Its predictions do not depend on the number of steps that a time is cut
 * into, so that few frames a second are as good to it as many. Lengths in pixels, times in seconds.
 *
 * <p>Source: Y. Bar-Shalom, X. R. Li and T. Kirubarajan, "Estimation with Applications to Tracking
 * and Navigation", 2001, section 6.2.2.
 */
final class KalmanAxis {
  private double position;
  private double velocity;
  private double varPosition;
  private double covariance;
  private double varVelocity;

  /**
   * An object seen for the first time.
   *
   * @param noise standard deviation of the measured position
   * @param speed standard deviation of what its velocity may be
   */
  KalmanAxis(double position, double noise, double speed) {
    this.position = position;
    varPosition = noise * noise;
    varVelocity = speed * speed;
  }

  /**
   * Goes on by a time.
   *
   * @param processNoise standard deviation of the change of velocity within a second
   */
  void predict(double seconds, double processNoise) {
    double q = processNoise * processNoise * seconds;
    position += velocity * seconds;
    varPosition += seconds * (2 * covariance + seconds * varVelocity) + q * seconds * seconds / 3;
    covariance += seconds * varVelocity + q * seconds / 2;
    varVelocity += q;
  }

  /** Takes in a measured position. */
  void update(double measured, double noise) {
    double total = varPosition + noise * noise;
    double gain = varPosition / total;
    double velocityGain = covariance / total;
    double innovation = measured - position;
    position += gain * innovation;
    velocity += velocityGain * innovation;
    varVelocity -= velocityGain * covariance;
    covariance -= gain * covariance;
    varPosition -= gain * varPosition;
  }

  /** Forgets the velocity: the object stands. */
  void stop(double speed) {
    velocity = 0;
    covariance = 0;
    varVelocity = Math.min(varVelocity, speed * speed);
  }

  double position() {
    return position;
  }

  /** Standard deviation of the position. */
  double stdDev() {
    return Math.sqrt(varPosition);
  }
}
