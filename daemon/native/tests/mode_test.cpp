// Which size a camera is asked for.
#include "mode.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

Mode raw(int width, int height, double fps) { return {false, width, height, fps}; }
Mode jpeg(int width, int height, double fps) { return {true, width, height, fps}; }

std::string chosen(const std::vector<Mode> &modes, double fps, int width = 416, int height = 416) {
  int index = mode_choose(modes.data(), static_cast<int>(modes.size()), width, height, fps);
  if (index < 0) {
    return "none";
  }
  const Mode &mode = modes.at(index);
  return (mode.jpeg ? "jpeg " : "raw ") + std::to_string(mode.width) + "x" + std::to_string(mode.height);
}

// Both formats in the same sizes, as webcams have them.
const std::vector<Mode> kWebcam = {
    raw(640, 480, 30),  raw(160, 120, 30),  raw(320, 240, 30),  raw(640, 360, 30),   raw(1280, 720, 10),   raw(1920, 1080, 5),
    jpeg(640, 480, 30), jpeg(160, 120, 30), jpeg(320, 240, 30), jpeg(640, 360, 30), jpeg(1280, 720, 30), jpeg(1920, 1080, 30)};

TEST(Mode, TheSmallestOneThatIsNotEnlargedIsChosen) {
  EXPECT_EQ("raw 640x360", chosen(kWebcam, 10));
  EXPECT_EQ("raw 640x360", chosen(kWebcam, 0));
  EXPECT_EQ("raw 640x480", chosen({raw(320, 240, 30), raw(640, 480, 30), raw(800, 600, 30)}, 10));
}

TEST(Mode, LargeFramesAreAskedForAsJpegAndSmallOnesRaw) {
  EXPECT_EQ("jpeg 1280x720", chosen(kWebcam, 10, 1280, 1280));
  EXPECT_EQ("raw 640x480", chosen({jpeg(640, 480, 30), raw(640, 480, 30)}, 10));
  EXPECT_EQ("jpeg 800x600", chosen({raw(800, 600, 30), jpeg(800, 600, 30)}, 10));
  EXPECT_EQ("raw 800x600", chosen({raw(800, 600, 30)}, 10));
}

TEST(Mode, RawFramesThatAreTooSlowAreNotTaken) {
  EXPECT_EQ("jpeg 640x480", chosen({raw(640, 480, 10), jpeg(640, 480, 30)}, 15));
  EXPECT_EQ("raw 640x480", chosen({raw(640, 480, 10), jpeg(640, 480, 30)}, 10));
  EXPECT_EQ("raw 640x480", chosen({raw(640, 480, 29.97), jpeg(640, 480, 60)}, 30));
  EXPECT_EQ("jpeg 1280x720", chosen({raw(640, 480, 5), jpeg(1280, 720, 30)}, 15));
}

TEST(Mode, AsManyFramesAsItGivesMeansThirty) {
  EXPECT_EQ("jpeg 640x480", chosen({raw(640, 480, 15), jpeg(640, 480, 30), jpeg(800, 600, 120)}, 0));
  EXPECT_EQ("raw 640x480", chosen({raw(640, 480, 15), jpeg(800, 600, 15)}, 0));
}

TEST(Mode, WhereNoneIsQuickEnoughTheQuickestThatIsLargeEnoughIsTaken) {
  EXPECT_EQ("raw 640x480", chosen({raw(320, 240, 60), raw(640, 480, 15), raw(1280, 720, 5)}, 30));
}

TEST(Mode, WhereNoneIsLargeEnoughTheLargestIsTaken) {
  EXPECT_EQ("raw 320x240", chosen({raw(160, 120, 30), raw(320, 240, 30)}, 10));
}

TEST(Mode, TheShapeOfWhatTheCameraSeesIsKeptUnlessThatIsDear) {
  EXPECT_EQ("raw 640x480", chosen({raw(640, 360, 30), raw(640, 480, 30), jpeg(1600, 1200, 30)}, 10));
  EXPECT_EQ("raw 640x480", chosen({raw(640, 480, 30), jpeg(1280, 720, 30), jpeg(1920, 1080, 30)}, 10));
  EXPECT_EQ("raw 640x480", chosen({raw(640, 360, 30), raw(640, 480, 30), jpeg(1280, 1024, 30)}, 10));
}

TEST(Mode, ASizeThatIsSmallerByAHairIsLargeEnough) {
  EXPECT_EQ("raw 1280x960", chosen({raw(3280, 2464, 15), raw(1280, 960, 30), raw(1600, 1200, 30)}, 10, 1280, 1280));
  EXPECT_EQ("raw 640x480", chosen({raw(400, 300, 30), raw(640, 480, 30)}, 10));
}

TEST(Mode, UnknownRatesDo) {
  EXPECT_EQ("raw 640x480", chosen({raw(1920, 1080, 0), raw(640, 480, 0), raw(320, 240, 0)}, 30));
}

TEST(Mode, TallCamerasAreMeasuredByTheirHeight) {
  EXPECT_EQ("raw 360x640", chosen({raw(240, 320, 30), raw(360, 640, 30), raw(720, 1280, 30)}, 10));
  EXPECT_EQ("raw 1280x720", chosen({raw(640, 360, 30), raw(1280, 720, 30)}, 10, 800, 416));
}

TEST(Mode, WithoutModesNoneIsChosen) { EXPECT_EQ("none", chosen({}, 10)); }

}  // namespace
