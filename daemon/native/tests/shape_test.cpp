// Shapes from Java become element counts and strides, and none that libtorch could not address gets through.
#include "shape.h"

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

using pipit::elementCount;
using pipit::stridesOf;
using Sizes = std::vector<int64_t>;

namespace {

constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

TEST(Shape, elementsAreTheProductOfTheSizes) {
  EXPECT_EQ(elementCount({}), 1);
  EXPECT_EQ(elementCount({7}), 7);
  EXPECT_EQ(elementCount({2, 3, 4}), 24);
  EXPECT_EQ(elementCount({2, 0, 4}), 0);
  EXPECT_EQ(elementCount({kMax}), kMax);
}

TEST(Shape, negativeAndTooLargeShapesAreRefused) {
  EXPECT_THROW(elementCount({-1}), std::invalid_argument);
  EXPECT_THROW(elementCount({-2, -3}), std::invalid_argument);
  EXPECT_THROW(elementCount({0, -1}), std::invalid_argument);
  EXPECT_THROW(elementCount({int64_t{1} << 32, int64_t{1} << 32}), std::invalid_argument);
  EXPECT_THROW(elementCount({kMax, 2}), std::invalid_argument);
}

TEST(Shape, contiguousStridesGrowFromTheLastDimension) {
  EXPECT_EQ(stridesOf({}, pipit::kContiguous), (Sizes{}));
  EXPECT_EQ(stridesOf({5}, pipit::kContiguous), (Sizes{1}));
  EXPECT_EQ(stridesOf({2, 3, 4}, pipit::kContiguous), (Sizes{12, 4, 1}));
}

TEST(Shape, anEmptyDimensionCountsAsOneInContiguousStrides) {
  EXPECT_EQ(stridesOf({0, 4}, pipit::kContiguous), (Sizes{4, 1}));
  EXPECT_EQ(stridesOf({3, 0, 2}, pipit::kContiguous), (Sizes{2, 2, 1}));
}

TEST(Shape, channelsLastHasTheChannelsInnermost) {
  EXPECT_EQ(stridesOf({2, 3, 4, 5}, pipit::kChannelsLast), (Sizes{60, 1, 15, 3}));
  EXPECT_EQ(stridesOf({2, 3, 4, 5, 6}, pipit::kChannelsLast3d), (Sizes{360, 1, 90, 18, 3}));
  EXPECT_EQ(stridesOf({1, 0, 4, 5}, pipit::kChannelsLast), (Sizes{0, 1, 0, 0}));
}

TEST(Shape, channelsLastOfAnotherNumberOfDimensionsIsRefused) {
  for (const Sizes& shape : {Sizes{}, Sizes{2}, Sizes{1, 3, 4}, Sizes{1, 3, 4, 5, 6}}) {
    EXPECT_THROW(stridesOf(shape, pipit::kChannelsLast), std::invalid_argument);
  }
  try {
    stridesOf({1, 3, 4, 5}, pipit::kChannelsLast3d);
    FAIL() << "it was accepted";
  } catch (const std::invalid_argument& e) {
    EXPECT_STREQ(e.what(), "a channels-last tensor must have 5 dimensions, has 4");
  }
}

TEST(Shape, stridesThatOverflowAreRefusedEvenWithoutElements) {
  EXPECT_EQ(elementCount({0, int64_t{1} << 32, int64_t{1} << 32}), 0);
  EXPECT_THROW(stridesOf({0, int64_t{1} << 32, int64_t{1} << 32}, pipit::kContiguous), std::invalid_argument);
  // The outermost size is in no stride.
  EXPECT_EQ(stridesOf({kMax, 2}, pipit::kContiguous), (Sizes{2, 1}));
}

}  // namespace
