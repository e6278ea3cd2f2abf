package io.pipit.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Who is where at a time: follows from the seed and the time alone, so any moment can be asked for.
 */
final class Traffic {
  /** Metres outside the image where objects come from and go to. */
  private static final double MARGIN = 6.5;

  private final long seed;
  private final Street street;
  private final List<Lane> lanes = new ArrayList<>();
  private final List<Placed> standing = new ArrayList<>();
  private final double crossGap;

  /**
   * A strip along which objects come one after another.
   *
   * @param gap seconds between two of them
   * @param direction 1 right, -1 left, 0 either
   * @param slowest metres a second of the slowest
   * @param spread how far from the depth they may be
   */
  private record Lane(
      int id,
      double depth,
      double spread,
      double gap,
      int direction,
      double slowest,
      Function<Chance, Cast.Group> cast) {}

  Traffic(long seed, Street street) {
    this.seed = seed;
    this.street = street;
    Chance chance = Chance.of(seed, 2, 0);
    lanes.add(new Lane(0, 0, 0.08, chance.between(3, 8), 0, 0.6, Cast::pavement));
    int first = chance.happens(0.5) ? 1 : -1;
    for (int i = 0; i < 2; i++) {
      double speed = chance.between(3.2, 9);
      double depth = 0.4 + 0.26 * i;
      double gap = Math.max(22 / speed, chance.between(3, 8));
      int direction = i == 0 ? first : -first;
      lanes.add(new Lane(1 + i, depth, 0, gap, direction, speed, c -> Cast.road(c, speed)));
    }
    lanes.add(new Lane(3, 0.98, 0.08, chance.between(4, 9), 0, 0.6, Cast::pavement));
    crossGap = chance.between(9, 20);
    if (chance.happens(0.45)) {
      park(chance);
    }
    for (int i = chance.below(3); i > 0; i--) {
      stand(chance, i);
    }
  }

  /** Everything in or near the image, the farthest first. */
  List<Placed> at(double seconds) {
    List<Placed> placed = new ArrayList<>(standing);
    for (Lane lane : lanes) {
      along(lane, seconds, placed);
    }
    across(seconds, placed);
    placed.sort(Comparator.comparingDouble(Placed::y).thenComparingLong(Placed::track));
    return placed;
  }

  private void along(Lane lane, double seconds, List<Placed> placed) {
    double way = street.width / street.scale(lane.depth - lane.spread) + 2 * MARGIN;
    long last = (long) Math.floor(seconds / lane.gap);
    long first = (long) Math.floor((seconds - way / lane.slowest) / lane.gap) - 1;
    for (long slot = first; slot <= last; slot++) {
      Chance chance = Chance.of(seed, 10 + lane.id, slot);
      double since = seconds - (slot + chance.between(0, 0.45)) * lane.gap;
      int direction = lane.direction != 0 ? lane.direction : chance.oneOf(1, -1);
      double depth = lane.depth + chance.between(-1, 1) * lane.spread;
      Cast.Group group = lane.cast.apply(chance);
      double come = since * group.speed();
      if (come < 0 || come > way) {
        continue;
      }
      long track = ((lane.id + 1L) << 40) + ((slot + (1L << 30)) << 3);
      for (Cast.Member member : group.members()) {
        double d = depth + member.nearer();
        double scale = street.scale(d);
        double metres = come - way / 2 + member.ahead();
        double x = street.width / 2.0 + direction * metres * scale;
        placed.add(
            new Placed(
                member.actor(), x, street.row(d), scale, direction, come, track++, member.led()));
      }
    }
  }

  /** People who cross the road, seen from the front or from behind. */
  private void across(double seconds, List<Placed> placed) {
    double near = street.metres(1.02);
    double far = street.metres(0.02);
    long last = (long) Math.floor(seconds / crossGap);
    for (long slot = last - 4; slot <= last; slot++) {
      Chance chance = Chance.of(seed, 30, slot);
      double come =
          (seconds - (slot + chance.between(0, 0.5)) * crossGap) * chance.between(0.9, 1.6);
      boolean nearing = chance.happens(0.5);
      double column = chance.between(-0.42, 0.42) * street.width;
      Walker walker = new Walker(chance, nearing ? Walker.View.FRONT : Walker.View.BACK, 1);
      if (come < 0 || come > far - near) {
        continue;
      }
      double depth = street.depthAt(nearing ? far - come : near + come);
      double scale = street.scale(depth);
      double x = street.width / 2.0 + column * scale / street.scale(0.5);
      long track = (9L << 40) + ((slot + (1L << 30)) << 3);
      placed.add(new Placed(walker, x, street.row(depth), scale, 1, come, track, false));
    }
  }

  private void park(Chance chance) {
    double depth = 0.22;
    double scale = street.scale(depth);
    double x = chance.between(0.1, 0.9) * street.width;
    int direction = chance.oneOf(1, -1);
    for (int i = 0; i < 1 + chance.below(2); i++) {
      Car car = new Car(chance);
      standing.add(
          new Placed(
              car, x, street.row(depth), scale, direction, chance.between(0, 2), 101 + i, false));
      x += chance.between(5.2, 6.5) * scale;
    }
  }

  private void stand(Chance chance, int number) {
    double depth = chance.happens(0.7) ? chance.between(-0.1, 0.1) : chance.between(0.9, 1.0);
    Walker.View view = chance.oneOf(Walker.View.values());
    Walker walker = new Walker(chance, view, 0.12);
    double x = chance.between(0.05, 0.95) * street.width;
    standing.add(
        new Placed(
            walker,
            x,
            street.row(depth),
            street.scale(depth),
            chance.oneOf(1, -1),
            0,
            number,
            false));
  }
}
