// pipit-usb-reset asks the kernel for one reset, and its exit code says why there was none.
#include <gtest/gtest.h>

#include <cerrno>

#include "fake_kernel.h"

namespace {

struct UsbReset : testing::Test {
  FakeKernel kernel;
  const std::string path = "/dev/bus/usb/001/004";

  UsbReset() { kernel.usbPath = path; }
};

TEST_F(UsbReset, theDeviceIsResetOnce) {
  const Result result = run(usb_reset, {path});
  EXPECT_EQ(result.code, 0);
  EXPECT_EQ(result.errors, "");
  EXPECT_EQ(kernel.usbResets, 1);
}

TEST_F(UsbReset, missingRightsHaveACodeOfTheirOwn) {
  kernel.usbOpenError = EACCES;
  const Result refused = run(usb_reset, {path});
  EXPECT_EQ(refused.code, 77);
  EXPECT_EQ(refused.errors, path + ": Permission denied\n");
  kernel.usbOpenError = EPERM;
  EXPECT_EQ(run(usb_reset, {path}).code, 77);
}

TEST_F(UsbReset, aDeviceThatIsGoneIsUnavailable) {
  kernel.usbOpenError = ENOENT;
  EXPECT_EQ(run(usb_reset, {path}).code, 69);
}

TEST_F(UsbReset, aResetThatFailsIsReported) {
  kernel.usbResetError = ENODEV;
  const Result result = run(usb_reset, {path});
  EXPECT_EQ(result.code, 69);
  EXPECT_EQ(result.errors, path + ": No such device\n");
}

}  // namespace
