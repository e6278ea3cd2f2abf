#include "boxmean.h"

static int min(int a, int b) { return a < b ? a : b; }

int box_factor(int width, int height, double still_width, double still_height) {
  double across = width / still_width;
  double down = height / still_height;
  double factor = across < down ? across : down;
  return factor < 1 ? 1 : factor > BOX_MAX ? BOX_MAX : (int)factor;
}

// Rows are summed one after the other: that is most of the work, and what the compiler makes vectors of.
static void sum_rows(const uint8_t *row, ptrdiff_t stride, int rows, int bytes, uint16_t *restrict sums) {
  for (int i = 0; i < bytes; i++) {
    sums[i] = row[i];
  }
  for (int r = 1; r < rows; r++) {
    const uint8_t *restrict next = row + r * stride;
    for (int i = 0; i < bytes; i++) {
      sums[i] = (uint16_t)(sums[i] + next[i]);
    }
  }
}

static uint32_t sum_columns(const uint16_t *sums, int channels, int columns) {
  uint32_t sum = 0;
  for (int c = 0; c < columns; c++) {
    sum += sums[c * channels];
  }
  return sum;
}

// Blocks of a factor that the compiler knows, of one channel.
#define WHOLE_BLOCKS(N)                                                      \
  case N:                                                                    \
    for (int x = 0; x < blocks; x++) {                                       \
      uint32_t sum = 0;                                                      \
      for (int c = 0; c < (N); c++) {                                        \
        sum += sums[x * (N) + c];                                            \
      }                                                                      \
      out[x] = (uint8_t)((sum * reciprocal + (1u << 23)) >> 24);             \
    }                                                                        \
    return;

// reciprocal: 2^24 divided by the pixels of a block. Exact to the rounding for blocks of up to 256 pixels.
static void mean_of_blocks(const uint16_t *restrict sums, int factor, int blocks, uint32_t reciprocal, uint8_t *restrict out) {
  switch (factor) {
    WHOLE_BLOCKS(2)
    WHOLE_BLOCKS(3)
    WHOLE_BLOCKS(4)
    WHOLE_BLOCKS(6)
    default:
      break;
  }
}

void box_mean(const Plane *from, int channels, int factor, const Plane *to, uint16_t *sums) {
  int whole = min(to->width, from->width / factor);
  for (int y = 0; y < to->height; y++) {
    int rows = min(factor, from->height - y * factor);
    sum_rows(from->pixels + (ptrdiff_t)y * factor * from->stride, from->stride, rows, from->width * channels, sums);
    uint8_t *out = to->pixels + y * to->stride;
    int done = 0;
    if (channels == 1 && rows == factor && (factor == 2 || factor == 3 || factor == 4 || factor == 6)) {
      mean_of_blocks(sums, factor, whole, (1u << 24) / (uint32_t)(factor * factor) + 1, out);
      done = whole;
    }
    for (int x = done; x < to->width; x++) {
      int columns = min(factor, from->width - x * factor);
      uint32_t pixels = (uint32_t)(rows * columns);
      for (int c = 0; c < channels; c++) {
        uint32_t sum = sum_columns(sums + x * factor * channels + c, channels, columns);
        out[x * channels + c] = (uint8_t)((sum + pixels / 2) / pixels);
      }
    }
  }
}
