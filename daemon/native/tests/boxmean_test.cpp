#include "boxmean.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace {

// A plane with bytes between its rows that must stay as they are.
struct Pixels {
  int width, height, channels;
  ptrdiff_t stride;
  std::vector<uint8_t> bytes;

  Pixels(int w, int h, int c, int padding)
      : width(w), height(h), channels(c), stride(w * c + padding), bytes(static_cast<size_t>(stride) * h, 0xa5) {}

  uint8_t &at(int x, int y, int c) { return bytes[static_cast<size_t>(y) * stride + x * channels + c]; }
  Plane plane() { return {bytes.data(), stride, width, height}; }
};

uint8_t expected(Pixels &from, int factor, int x, int y, int c) {
  unsigned sum = 0;
  unsigned count = 0;
  for (int row = y * factor; row < std::min((y + 1) * factor, from.height); row++) {
    for (int column = x * factor; column < std::min((x + 1) * factor, from.width); column++) {
      sum += from.at(column, row, c);
      count++;
    }
  }
  return static_cast<uint8_t>((sum + count / 2) / count);
}

void check(int width, int height, int channels, int factor, int fill, std::mt19937 &random) {
  Pixels from(width, height, channels, 5);
  for (auto &byte : from.bytes) {
    byte = fill < 0 ? static_cast<uint8_t>(random()) : static_cast<uint8_t>(fill);
  }
  // As planes of colour, which are rounded up where those of brightness are rounded down.
  for (int up : {0, factor - 1}) {
    Pixels to((width + up) / factor, (height + up) / factor, channels, 3);
    if (to.width < 1 || to.height < 1) {
      continue;
    }
    std::vector<uint16_t> sums(static_cast<size_t>(width) * channels);
    Plane source = from.plane();
    Plane target = to.plane();
    box_mean(&source, channels, factor, &target, sums.data());
    for (int y = 0; y < to.height; y++) {
      for (int x = 0; x < to.width; x++) {
        for (int c = 0; c < channels; c++) {
          ASSERT_EQ(expected(from, factor, x, y, c), to.at(x, y, c))
              << width << "x" << height << "x" << channels << " by " << factor << " at " << x << "," << y;
        }
      }
      for (ptrdiff_t i = to.width * channels; i < to.stride; i++) {
        ASSERT_EQ(0xa5, to.bytes[static_cast<size_t>(y) * to.stride + i]);
      }
    }
  }
}

TEST(BoxMean, IsTheRoundedMeanOfEachBlock) {
  std::mt19937 random(7);
  for (int factor = 1; factor <= 9; factor++) {
    for (int channels : {1, 2, 3, 4}) {
      for (int width : {1, factor, factor + 1, 5 * factor - 1, 40 * factor}) {
        for (int height : {1, factor, 2 * factor + 1}) {
          check(width, height, channels, factor, -1, random);
        }
      }
    }
  }
}

TEST(BoxMean, WhiteStaysWhiteAndTheLargestBlockFits) {
  std::mt19937 random(7);
  for (int factor : {2, 3, 4, 6, 16, static_cast<int>(BOX_MAX)}) {
    check(3 * factor, 2 * factor, 1, factor, 255, random);
    check(3 * factor, 2 * factor, 1, factor, 0, random);
  }
}

TEST(BoxFactor, LeavesWhatIsAskedForAtLeast) {
  EXPECT_EQ(4, box_factor(1920, 1080, 416, 234));
  EXPECT_EQ(3, box_factor(1280, 720, 416, 234));
  EXPECT_EQ(1, box_factor(640, 360, 416, 234));
  EXPECT_EQ(2, box_factor(960, 1080, 416, 234)) << "pixels of two to one";
  EXPECT_EQ(1, box_factor(100, 100, 416, 416));
  EXPECT_EQ(1, box_factor(415, 415, 416, 416));
  EXPECT_EQ(BOX_MAX, box_factor(60000, 60000, 10, 10));
}

}  // namespace
