// Which of a device's modes gives frames that are large and quick enough at the lowest cost. Knows nothing of GStreamer.
#ifndef PIPIT_CAMERA_MODE_H
#define PIPIT_CAMERA_MODE_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  bool jpeg;  // else raw
  int width, height;
  double fps;  // at most; 0: unknown
} Mode;

// Raw frames that are larger do not fit through USB 2 at a useful rate: JPEG is asked for.
bool mode_is_large(int width, int height);

// The index of the smallest mode whose frames need not be enlarged to fill a box, at fps frames a second (0: as many as it
// gives, up to 30) if there is one. -1 where there are no modes.
int mode_choose(const Mode *modes, int count, int box_width, int box_height, double fps);

#ifdef __cplusplus
}
#endif

#endif
