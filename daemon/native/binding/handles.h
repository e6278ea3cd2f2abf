// Numbers for Java in place of pointers. Knows neither JNI nor libtorch.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>

namespace pipit {

// A number is used once, so a second free, or a call after close, finds nothing instead of freed memory, and an object
// removed by another thread lives until the call that uses it ends. Any thread.
template <class T>
class Handles {
 public:
  // The new object's number, at least 1.
  int64_t add(std::shared_ptr<T> object) {
    const std::lock_guard<std::mutex> lock(mutex_);
    objects_.emplace(++last_, std::move(object));
    return last_;
  }

  // Null when the number was never given or its object was removed.
  std::shared_ptr<T> find(int64_t handle) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = objects_.find(handle);
    return found == objects_.end() ? nullptr : found->second;
  }

  void remove(int64_t handle) {
    std::shared_ptr<T> removed;  // destroyed after the lock is released
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = objects_.find(handle);
    if (found == objects_.end()) return;
    removed = std::move(found->second);
    objects_.erase(found);
  }

 private:
  std::mutex mutex_;
  std::unordered_map<int64_t, std::shared_ptr<T>> objects_;
  int64_t last_ = 0;
};

}  // namespace pipit
