#include "fake_kernel.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/gpio.h>
#include <linux/usbdevice_fs.h>
#include <sys/ioctl.h>
#include <time.h>

#include <cerrno>
#include <cstdarg>
#include <cstring>

namespace {

FakeKernel* kernel = nullptr;
constexpr char kChipPath[] = "/dev/gpiochip";
int nextFile = 100'000;

int failed(int error) {
  errno = error;
  return -1;
}

int opened(int what) {
  kernel->files[nextFile] = what;
  return nextFile++;
}

int openChip(const std::string& number, int flags) {
  const auto found = kernel->chips.find(std::stoi(number));
  if (found == kernel->chips.end()) return failed(ENOENT);
  if (found->second.openError != 0) return failed(found->second.openError);
  if (flags != (O_RDWR | O_CLOEXEC)) kernel->faults.push_back("a chip is opened with flags " + std::to_string(flags));
  return opened(found->first);
}

int claim(int number, gpio_v2_line_request* request) {
  FakeKernel::Chip& chip = kernel->chips.at(number);
  if (chip.claimErrors != 0) {
    if (chip.claimErrors > 0) chip.claimErrors--;
    return failed(chip.claimError);
  }
  const auto& config = request->config;
  if (request->num_lines != 1) kernel->faults.push_back("a claim is of " + std::to_string(request->num_lines) + " lines");
  if (std::string(request->consumer) != "pipit-gpio-safe") kernel->faults.push_back("a claim has no name");
  if (config.flags != GPIO_V2_LINE_FLAG_OUTPUT) kernel->faults.push_back("a claim is not of an output");
  if (config.num_attrs != 1 || config.attrs[0].attr.id != GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES || config.attrs[0].mask != 1) {
    kernel->faults.push_back("a claim has no level");
  }
  kernel->claims.push_back({number, request->offsets[0], static_cast<int>(config.attrs[0].attr.values)});
  request->fd = opened(FakeKernel::kLine);
  return 0;
}

}  // namespace

extern "C" {

int __real_open(const char* path, int flags, ...);
int __real_close(int file);
int __real_ioctl(int file, unsigned long request, ...);

int __wrap_open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const int mode = (flags & O_CREAT) != 0 ? va_arg(rest, int) : 0;
  va_end(rest);
  if (kernel != nullptr && strncmp(path, kChipPath, strlen(kChipPath)) == 0) return openChip(path + strlen(kChipPath), flags);
  if (kernel != nullptr && path == kernel->usbPath) {
    if (kernel->usbOpenError != 0) return failed(kernel->usbOpenError);
    if ((flags & O_ACCMODE) == O_RDONLY) kernel->faults.push_back("a USB device is opened for reading");
    return opened(FakeKernel::kUsb);
  }
  return __real_open(path, flags, mode);
}

int __wrap_close(int file) {
  if (kernel != nullptr && kernel->files.erase(file) == 1) return 0;
  return __real_close(file);
}

int __wrap_ioctl(int file, unsigned long request, ...) {
  va_list rest;
  va_start(rest, request);
  void* argument = va_arg(rest, void*);
  va_end(rest);
  if (kernel == nullptr || kernel->files.count(file) == 0) return __real_ioctl(file, request, argument);
  const int what = kernel->files[file];
  if (what == FakeKernel::kUsb && request == USBDEVFS_RESET) {
    if (kernel->usbResetError != 0) return failed(kernel->usbResetError);
    kernel->usbResets++;
    return 0;
  }
  if (what >= 0 && request == GPIO_GET_CHIPINFO_IOCTL) {
    auto* info = static_cast<gpiochip_info*>(argument);
    strncpy(info->label, kernel->chips.at(what).label.c_str(), sizeof info->label - 1);
    return 0;
  }
  if (what >= 0 && request == GPIO_V2_GET_LINE_IOCTL) return claim(what, static_cast<gpio_v2_line_request*>(argument));
  return failed(ENOTTY);
}

int __wrap_nanosleep(const timespec*, timespec*) {
  kernel->pauses++;
  return 0;
}

}  // extern "C"

FakeKernel::FakeKernel() { kernel = this; }

FakeKernel::~FakeKernel() { kernel = nullptr; }

Result run(int (*program)(int, char**), std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "program");
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  testing::internal::CaptureStderr();
  const int code = program(static_cast<int>(arguments.size()), argv.data());
  Result result{code, testing::internal::GetCapturedStderr()};
  EXPECT_TRUE(kernel->faults.empty()) << kernel->faults.front();
  return result;
}
