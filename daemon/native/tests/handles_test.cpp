// A stale number from Java finds nothing, and an object in use outlives its number.
#include "handles.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

using pipit::Handles;

namespace {

TEST(Handles, anObjectIsFoundByItsNumberAlone) {
  Handles<int> handles;
  const int64_t one = handles.add(std::make_shared<int>(1));
  const int64_t two = handles.add(std::make_shared<int>(2));
  EXPECT_EQ(*handles.find(one), 1);
  EXPECT_EQ(*handles.find(two), 2);
  for (const int64_t stranger : {int64_t{0}, int64_t{-1}, two + 1, INT64_MAX}) EXPECT_EQ(handles.find(stranger), nullptr);
}

TEST(Handles, aNumberIsNeverUsedTwice) {
  Handles<int> handles;
  const int64_t first = handles.add(std::make_shared<int>(1));
  handles.remove(first);
  handles.remove(first);
  const int64_t second = handles.add(std::make_shared<int>(2));
  EXPECT_NE(second, first);
  EXPECT_EQ(handles.find(first), nullptr);
  handles.remove(first);
  EXPECT_EQ(*handles.find(second), 2);
}

TEST(Handles, anObjectInUseOutlivesItsNumber) {
  Handles<int> handles;
  const int64_t number = handles.add(std::make_shared<int>(7));
  std::weak_ptr<int> watched = handles.find(number);
  {
    const std::shared_ptr<int> used = handles.find(number);
    handles.remove(number);
    EXPECT_EQ(*used, 7);
  }
  EXPECT_TRUE(watched.expired());
}

TEST(Handles, anObjectMayUseThemWhileItIsDestroyed) {
  struct Child {
    Handles<Child>* parent;
    ~Child() { parent->find(1); }
  };
  Handles<Child> handles;
  handles.remove(handles.add(std::make_shared<Child>(Child{&handles})));
  SUCCEED() << "it did not wait for its own lock";
}

TEST(Handles, threadsShareThem) {
  Handles<std::atomic<int>> handles;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int id = 0; id < 4; id++) {
    threads.emplace_back([&handles, &wrong, id] {
      for (int i = 0; i < 1000; i++) {
        const int64_t number = handles.add(std::make_shared<std::atomic<int>>(id));
        if (*handles.find(number) != id) wrong++;
        handles.remove(number);
        if (handles.find(number) != nullptr) wrong++;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(handles.add(std::make_shared<std::atomic<int>>(0)), 4001);
}

}  // namespace
