package io.pipit.demo;

/**
 * Where objects stand in the image: a street seen from its side, in perspective. Depth 0 is the far
 * pavement, 1 the near one; between them lies the road.
 */
final class Street {
  static final double HOUSES = -0.2;
  static final double FAR_KERB = 0.16;
  static final double NEAR_KERB = 0.82;

  final int width;
  final int height;
  final double horizon;
  private final double eye;
  private final double far;
  private final double ratio;

  Street(Chance chance, int width, int height) {
    this.width = width;
    this.height = height;
    far = height * chance.between(0.08, 0.135);
    ratio = chance.between(1.9, 2.5);
    double foot = height * chance.between(0.88, 0.96);
    double wanted = height * chance.between(0.22, 0.46);
    eye = Math.max(1.6, Math.min(3.6, (foot - wanted) / scale(1)));
    horizon = foot - eye * scale(1);
  }

  /** Pixels per metre at a depth. */
  double scale(double depth) {
    return far * Math.pow(ratio, depth);
  }

  /** The row of the image where the ground of a depth lies. */
  double row(double depth) {
    return horizon + eye * scale(depth);
  }

  /** Pixels per metre where the ground is at this row. */
  double scaleAtRow(double row) {
    return (row - horizon) / eye;
  }

  /** The depth whose scale this is. */
  double depthOf(double scale) {
    return Math.log(scale / far) / Math.log(ratio);
  }

  /** Metres from the viewer to a depth. */
  double metres(double depth) {
    return height / scale(depth);
  }

  /** The depth so many metres from the viewer. */
  double depthAt(double metres) {
    return depthOf(height / metres);
  }
}
