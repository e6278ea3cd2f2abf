#include "shape.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <string>

namespace pipit {
namespace {

int64_t times(int64_t a, int64_t b) {
  int64_t product = 0;
  if (b < 0 || __builtin_mul_overflow(a, b, &product)) {
    throw std::invalid_argument("a tensor's shape is negative or too large");
  }
  return product;
}

}  // namespace

int64_t elementCount(const std::vector<int64_t>& shape) { return std::accumulate(shape.begin(), shape.end(), int64_t{1}, times); }

std::vector<int64_t> stridesOf(const std::vector<int64_t>& shape, int format) {
  const size_t spatial = format == kChannelsLast ? 2 : format == kChannelsLast3d ? 3 : 0;
  if (spatial != 0 && shape.size() != spatial + 2) {
    throw std::invalid_argument("a channels-last tensor must have " + std::to_string(spatial + 2) + " dimensions, has " +
                                std::to_string(shape.size()));
  }
  // Dimensions from the one whose neighbours are farthest apart to the one where they touch.
  std::vector<size_t> order(shape.size());
  std::iota(order.begin(), order.end(), 0);
  if (spatial != 0) std::rotate(order.begin() + 1, order.begin() + 2, order.end());

  std::vector<int64_t> strides(shape.size());
  int64_t stride = 1;
  for (size_t i = order.size(); i-- > 0;) {
    strides[order[i]] = stride;
    // As libtorch has it: an empty dimension counts as one, but not in channels-last. The outermost size is in no stride.
    if (i > 0) stride = times(stride, spatial == 0 ? std::max<int64_t>(shape[order[i]], 1) : shape[order[i]]);
  }
  return strides;
}

}  // namespace pipit
