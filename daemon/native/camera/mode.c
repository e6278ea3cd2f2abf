#include "mode.h"

#include <stddef.h>

enum { LARGEST_RAW = 640 * 480 };

// Rates are given as fractions: 29.97 does for 30.
static const double RATE_SLACK = 0.5;
static const double MAX_WANTED = 30;

// 5:4 and 4:3 are one shape, 4:3 and 3:2 are two.
static const double SAME_SHAPE = 1.07;

// What has to be enlarged by so little does: a sensor of 3280x2464 pixels gives 1280x960 of them.
static const double ENLARGED = 1.03;

// So many times the pixels may be read to see all that the camera sees: other shapes are cut out of its own.
static const double WORTH_ITS_SHAPE = 2;

typedef struct {
  double width, height, fps;
  double shape;  // width by height of what the device sees
} Need;

static double min(double a, double b) { return a < b ? a : b; }

static double max(double a, double b) { return a > b ? a : b; }

static double pixels(const Mode *mode) { return (double)mode->width * mode->height; }

bool mode_is_large(int width, int height) { return (double)width * height > LARGEST_RAW; }

static bool is_quick(const Mode *mode, double fps) { return mode->fps <= 0 || mode->fps >= fps - RATE_SLACK; }

static bool is_enough(const Mode *mode, const Need *need) {
  return ENLARGED * mode->width >= need->width && ENLARGED * mode->height >= need->height;
}

static bool has_shape(const Mode *mode, double shape) {
  double ratio = (double)mode->width / mode->height / shape;
  return ratio < SAME_SHAPE && 1 / ratio < SAME_SHAPE;
}

static double wanted_rate(const Mode *modes, int count, double fps) {
  double best = 0;
  for (int i = 0; i < count; i++) {
    best = max(best, modes[i].fps);
  }
  return min(fps > 0 ? fps : MAX_WANTED, best);
}

// The one with more pixels; of two as large, the quicker one.
static const Mode *largest(const Mode *modes, int count, double fps) {
  const Mode *found = NULL;
  for (int i = 0; i < count; i++) {
    const Mode *mode = &modes[i];
    if (is_quick(mode, fps) &&
        (found == NULL || pixels(mode) > pixels(found) || (pixels(mode) == pixels(found) && mode->fps > found->fps))) {
      found = mode;
    }
  }
  return found;
}

static bool is_cheaper(const Mode *mode, const Mode *than) {
  if (pixels(mode) != pixels(than)) {
    return pixels(mode) < pixels(than);
  }
  return mode->jpeg != than->jpeg && mode->jpeg == mode_is_large(mode->width, mode->height);
}

// The cheapest one that does; of any shape where that is 0.
static const Mode *cheapest(const Mode *modes, int count, const Need *need, double shape) {
  const Mode *found = NULL;
  for (int i = 0; i < count; i++) {
    const Mode *mode = &modes[i];
    if (is_quick(mode, need->fps) && is_enough(mode, need) && (shape <= 0 || has_shape(mode, shape)) &&
        (found == NULL || is_cheaper(mode, found))) {
      found = mode;
    }
  }
  return found;
}

// The highest rate of those that are large enough; 0 where none is.
static double best_rate(const Mode *modes, int count, const Need *need) {
  double best = 0;
  for (int i = 0; i < count; i++) {
    best = is_enough(&modes[i], need) ? max(best, modes[i].fps) : best;
  }
  return best;
}

int mode_choose(const Mode *modes, int count, int box_width, int box_height, double fps) {
  Need need = {.fps = wanted_rate(modes, count, fps)};
  const Mode *whole = largest(modes, count, need.fps);
  if (whole == NULL) {
    return -1;
  }
  need.shape = (double)whole->width / whole->height;
  need.width = min(box_width, (int)(box_height * need.shape));
  need.height = min(box_height, (int)(box_width / need.shape));
  if (cheapest(modes, count, &need, 0) == NULL) {
    need.fps = best_rate(modes, count, &need);
  }
  const Mode *any = cheapest(modes, count, &need, 0);
  const Mode *shaped = cheapest(modes, count, &need, need.shape);
  const Mode *found = any == NULL                                                         ? whole
                      : shaped != NULL && pixels(shaped) <= WORTH_ITS_SHAPE * pixels(any) ? shaped
                                                                                          : any;
  return (int)(found - modes);
}
