package io.pipit.track;

import io.pipit.scene.Detection;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Track;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How well tracks follow what is truly there. A truth counts while at least half of it is to be
 * seen, and its track while it is at most half a box away; a pair stays a pair while it can.
 *
 * <p>Source: K. Bernardin and R. Stiefelhagen, "Evaluating multiple object tracking performance:
 * the CLEAR MOT metrics", 2008.
 */
final class TrackingScore {
  private static final float MIN_IOU = 0.4f;
  private static final float VISIBLE = 0.5f;

  /** How a tracker is asked. */
  interface Follower {
    List<Track> update(FrameTime time, List<Detection> detections);
  }

  private final Map<Long, Long> lastIdOf = new HashMap<>();
  private final Map<Long, Integer> framesOf = new HashMap<>();
  private final Map<Long, Integer> hitsOf = new HashMap<>();
  private final Map<Long, int[]> tracks = new HashMap<>();
  private int truths;
  private int misses;
  private int switches;

  /** Sends a film's boxes through a tracker. */
  static TrackingScore of(Recording film, Follower tracker) {
    TrackingScore score = new TrackingScore();
    for (Recording.Shot shot : film.shots()) {
      score.add(shot, tracker.update(shot.time(), shot.detections()));
    }
    return score;
  }

  private void add(Recording.Shot shot, List<Track> found) {
    Set<Long> taken = new HashSet<>();
    Map<Long, Long> pairs = new HashMap<>();
    for (Recording.True truth : shot.truths()) {
      Long id = lastIdOf.get(truth.number());
      for (Track track : found) {
        if (id != null && track.id() == id && fits(truth, track, shot) >= MIN_IOU) {
          pairs.put(truth.number(), id);
          taken.add(id);
        }
      }
    }
    for (Recording.True truth : shot.truths()) {
      if (pairs.containsKey(truth.number())) {
        continue;
      }
      Track best = null;
      float bestIou = MIN_IOU;
      for (Track track : found) {
        float iou = taken.contains(track.id()) ? 0 : fits(truth, track, shot);
        if (iou > bestIou) {
          best = track;
          bestIou = iou;
        }
      }
      if (best != null) {
        pairs.put(truth.number(), best.id());
        taken.add(best.id());
      }
    }
    for (Recording.True truth : shot.truths()) {
      Long id = pairs.get(truth.number());
      if (id != null) {
        Long before = lastIdOf.put(truth.number(), id);
        if (before != null && !before.equals(id)) {
          switches++;
        }
      }
      if (truth.visible() >= VISIBLE) {
        truths++;
        framesOf.merge(truth.number(), 1, Integer::sum);
        if (id == null) {
          misses++;
        } else {
          hitsOf.merge(truth.number(), 1, Integer::sum);
        }
      }
    }
    for (Track track : found) {
      if (track.seen().equals(shot.time())) {
        int[] frames = tracks.computeIfAbsent(track.id(), id -> new int[2]);
        frames[taken.contains(track.id()) ? 0 : 1]++;
      }
    }
  }

  private static float fits(Recording.True truth, Track track, Recording.Shot shot) {
    return track.seen().equals(shot.time()) ? truth.box().iou(track.box()) : 0;
  }

  int switches() {
    return switches;
  }

  /** Fraction of the truths' frames without a track. */
  double missed() {
    return truths == 0 ? 0 : (double) misses / truths;
  }

  /** Tracks that are of nothing for most of their time. */
  int falseTracks() {
    return (int) tracks.values().stream().filter(frames -> frames[1] > frames[0]).count();
  }

  /** Objects that were followed for at least a fifth of the second or more that they were seen. */
  int followed(int minFrames) {
    return (int)
        framesOf.entrySet().stream()
            .filter(e -> e.getValue() >= minFrames)
            .filter(e -> hitsOf.getOrDefault(e.getKey(), 0) * 5 >= e.getValue())
            .count();
  }

  int objects(int minFrames) {
    return (int) framesOf.values().stream().filter(frames -> frames >= minFrames).count();
  }

  @Override
  public String toString() {
    return "%d objects, %d followed, %d tracks, %d switches, %.1f %% missed, %d false"
        .formatted(
            objects(10), followed(10), tracks.size(), switches, 100 * missed(), falseTracks());
  }
}
