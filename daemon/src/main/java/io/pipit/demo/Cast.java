package io.pipit.demo;

import java.util.ArrayList;
import java.util.List;

/** Who comes along: groups of actors for the pavements and the lanes. */
final class Cast {
  /**
   * One of a group.
   *
   * @param ahead metres before the group's origin
   * @param nearer how much nearer to the viewer, in depths
   * @param led whether the member before it holds its leash
   */
  record Member(Actor actor, double ahead, double nearer, boolean led) {}

  /** Actors that move together, at a speed in metres a second. */
  record Group(List<Member> members, double speed) {}

  private Cast() {}

  /** Somebody on a pavement. */
  static Group pavement(Chance chance) {
    double draw = chance.between(0, 1);
    if (draw < 0.5) {
      return walkers(chance, 1);
    }
    if (draw < 0.63) {
      return walkers(chance, 2);
    }
    if (draw < 0.83) {
      return dogWalker(chance);
    }
    if (draw < 0.91) {
      return alone(FourLegs.dog(chance), chance.between(1.2, 2.2));
    }
    if (draw < 0.95) {
      return alone(FourLegs.cat(chance), chance.between(0.6, 1));
    }
    return cyclist(chance, chance.between(2.2, 3.5));
  }

  /** A vehicle on the road at the lane's speed. */
  static Group road(Chance chance, double speed) {
    double draw = chance.between(0, 1);
    if (draw < 0.74) {
      return alone(new Car(chance), speed);
    }
    if (draw < 0.82) {
      return alone(Lorry.bus(chance), speed);
    }
    if (draw < 0.9) {
      return alone(Lorry.truck(chance), speed);
    }
    return cyclist(chance, speed);
  }

  private static Group alone(Actor actor, double speed) {
    return new Group(List.of(new Member(actor, 0, 0, false)), speed);
  }

  private static Group walkers(Chance chance, int count) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Walker walker = new Walker(chance, Walker.View.SIDE, 1);
      members.add(new Member(walker, i * chance.between(-0.25, 0.75), 0.07 * i, false));
    }
    return new Group(members, chance.between(0.9, 1.7));
  }

  private static Group dogWalker(Chance chance) {
    Walker walker = new Walker(chance, Walker.View.SIDE, 1);
    FourLegs dog = FourLegs.dog(chance);
    double ahead = chance.between(0.9, 1.7);
    return new Group(
        List.of(new Member(walker, 0, 0, false), new Member(dog, ahead, 0.01, true)),
        chance.between(0.9, 1.4));
  }

  private static Group cyclist(Chance chance, double speed) {
    Bicycle bicycle = new Bicycle(chance);
    Rider rider = new Rider(chance, bicycle);
    return new Group(
        List.of(new Member(bicycle, 0, 0, false), new Member(rider, 0, 1e-6, false)), speed);
  }
}
