// Makes planes of pixels smaller by a whole factor. Knows nothing of GStreamer.
#ifndef PIPIT_CAMERA_BOXMEAN_H
#define PIPIT_CAMERA_BOXMEAN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// The largest factor: the sum of a block's column fits 16 bits, that of a block 32.
enum { BOX_MAX = 64 };

// One plane: channels bytes a pixel, rows of stride bytes.
typedef struct {
  uint8_t *pixels;
  ptrdiff_t stride;
  int width, height;
} Plane;

// The factor by which width x height pixels may be made smaller so that still_width x still_height are left at least; 1 to
// BOX_MAX.
int box_factor(int width, int height, double still_width, double still_height);

// Each byte of `to` becomes the mean, rounded, of a block of factor x factor bytes of its channel in `from`. Blocks over the
// right or lower edge count what there is of them; each must have one pixel at least. sums has room for from->width * channels.
void box_mean(const Plane *from, int channels, int factor, const Plane *to, uint16_t *sums);

#ifdef __cplusplus
}
#endif

#endif
