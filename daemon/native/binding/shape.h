// The shape of a tensor that Java gives: how many elements it has and where each one stands. Knows neither JNI nor libtorch.
#pragma once

#include <cstdint>
#include <vector>

namespace pipit {

// org.pytorch.MemoryFormat, by its JNI codes.
enum Format { kContiguous = 1, kChannelsLast = 2, kChannelsLast3d = 3 };

// The number of elements; 1 for a scalar, whose shape is empty. Throws std::invalid_argument when a size is negative or the
// product does not fit.
int64_t elementCount(const std::vector<int64_t>& shape);

// Steps in elements between neighbours of each dimension. Throws std::invalid_argument when the format does not have
// that many dimensions or a stride does not fit.
std::vector<int64_t> stridesOf(const std::vector<int64_t>& shape, int format);

}  // namespace pipit
