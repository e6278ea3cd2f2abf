// pipit-gpio-safe drives each output of the file to its safe level, and one that it cannot reach does not keep it from the rest.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

#include "fake_kernel.h"

namespace {

struct GpioSafe : testing::Test {
  FakeKernel kernel;
  const std::string path = testing::TempDir() + "pipit-outputs-" + std::to_string(getpid());

  GpioSafe() { kernel.chips[4] = {"pinctrl-rp1"}; }
  ~GpioSafe() override {
    std::remove(path.c_str());
    EXPECT_TRUE(kernel.files.empty()) << kernel.files.size() << " chips or lines are still open";
  }

  Result with(const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
    return run(gpio_safe, {path});
  }

  // Claims as "chip:offset=level".
  std::vector<std::string> claims() const {
    std::vector<std::string> all;
    for (const auto& claim : kernel.claims) {
      all.push_back(std::to_string(claim.chip) + ":" + std::to_string(claim.offset) + "=" + std::to_string(claim.level));
    }
    return all;
  }

  std::string lineError(int number) const {
    return "<3>pipit-gpio-safe: " + path + ": line " + std::to_string(number) + " does not have the daemon's format\n";
  }
};

using Claims = std::vector<std::string>;

TEST_F(GpioSafe, everyOutputIsDrivenToItsLevel) {
  const Result result = with("4\t17\t0\tpinctrl-rp1\tsiren\n4\t4294967295\t1\tpinctrl-rp1\tlock\n");
  EXPECT_EQ(result.code, 0);
  EXPECT_EQ(result.errors, "");
  EXPECT_EQ(claims(), (Claims{"4:17=0", "4:4294967295=1"}));
}

TEST_F(GpioSafe, lastLineMayLackItsEnd) {
  EXPECT_EQ(with("4\t17\t1\tpinctrl-rp1\tsiren").code, 0);
  EXPECT_EQ(claims(), (Claims{"4:17=1"}));
}

TEST_F(GpioSafe, namesMayBeLongAndOfAnyCharacters) {
  EXPECT_EQ(with("4\t17\t1\tpinctrl-rp1\t" + std::string(5000, 'x') + "\n4\t18\t1\tpinctrl-rp1\tT\xc3\xbcr %s %n\n").code, 0);
  EXPECT_EQ(claims(), (Claims{"4:17=1", "4:18=1"}));
}

TEST_F(GpioSafe, anEmptyFileHasNoOutputs) { EXPECT_EQ(with("").code, 0); }

TEST_F(GpioSafe, aFileThatCannotBeReadIsAnError) {
  const Result notDirectory = run(gpio_safe, {"/dev/null/outputs"});
  EXPECT_EQ(notDirectory.code, 69);
  EXPECT_EQ(notDirectory.errors, "<3>pipit-gpio-safe: /dev/null/outputs: Not a directory\n");
  const Result directory = run(gpio_safe, {"/"});
  EXPECT_EQ(directory.code, 69);
  EXPECT_EQ(directory.errors, "<3>pipit-gpio-safe: /: Is a directory\n");
}

TEST_F(GpioSafe, aChipThatHasAnotherNumberIsFoundByItsLabel) {
  kernel.chips[5] = {"usb-relay"};
  kernel.chips[63] = {"other"};
  const Result result = with("0\t2\t1\tusb-relay\tfan\n");
  EXPECT_EQ(result.code, 0);
  EXPECT_EQ(claims(), (Claims{"5:2=1"}));
}

TEST_F(GpioSafe, anotherChipUnderTheNumberIsLeftAlone) {
  kernel.chips[0] = {"usb-relay-2"};
  const Result result = with("0\t2\t1\tusb-relay\tfan\n");
  EXPECT_EQ(result.code, 69);
  EXPECT_EQ(result.errors, "<3>pipit-gpio-safe: output fan (gpiochip0 offset 2): chip not found, line left unchanged\n");
  EXPECT_TRUE(kernel.claims.empty());
}

TEST_F(GpioSafe, amongChipsOfOneLabelOnlyTheNumberDecides) {
  kernel.chips[1] = kernel.chips[2] = {"usb-relay"};
  EXPECT_EQ(with("2\t0\t1\tusb-relay\ta\n").code, 0);
  EXPECT_EQ(claims(), (Claims{"2:0=1"}));
  kernel.claims.clear();
  EXPECT_EQ(with("3\t0\t1\tusb-relay\ta\n").code, 69);
  EXPECT_TRUE(kernel.claims.empty());
}

TEST_F(GpioSafe, aChipThatMayNotBeOpenedIsReported) {
  kernel.chips[4].openError = EACCES;
  const Result result = with("4\t17\t0\tpinctrl-rp1\tsiren\n");
  EXPECT_EQ(result.code, 69);
  EXPECT_EQ(result.errors, "<3>pipit-gpio-safe: output siren (gpiochip4 offset 17): Permission denied\n");
}

TEST_F(GpioSafe, aLineThatTheKernelIsStillReleasingIsClaimedAgain) {
  kernel.chips[4].claimError = EBUSY;
  kernel.chips[4].claimErrors = 49;
  EXPECT_EQ(with("4\t17\t1\tpinctrl-rp1\tsiren\n").code, 0);
  EXPECT_EQ(kernel.pauses, 49);
  EXPECT_EQ(claims(), (Claims{"4:17=1"}));
}

TEST_F(GpioSafe, aLineThatStaysBusyDoesNotKeepItFromTheOthers) {
  kernel.chips[4].claimError = EBUSY;
  kernel.chips[4].claimErrors = 50;
  const Result result = with("4\t17\t1\tpinctrl-rp1\tsiren\n4\t18\t0\tpinctrl-rp1\tlock\n");
  EXPECT_EQ(result.code, 69);
  EXPECT_EQ(result.errors, "<3>pipit-gpio-safe: output siren (gpiochip4 offset 17): another program holds the line\n");
  EXPECT_EQ(claims(), (Claims{"4:18=0"}));
}

TEST_F(GpioSafe, anErrorOtherThanBusyIsNotTriedAgain) {
  kernel.chips[4].claimError = EINVAL;
  kernel.chips[4].claimErrors = -1;
  const Result result = with("4\t17\t1\tpinctrl-rp1\tsiren\n");
  EXPECT_EQ(result.code, 69);
  EXPECT_EQ(result.errors, "<3>pipit-gpio-safe: output siren (gpiochip4 offset 17): Invalid argument\n");
  EXPECT_EQ(kernel.pauses, 0);
}

TEST_F(GpioSafe, linesOfAnotherFormatAreReportedAndTheRestIsDriven) {
  kernel.chips[0] = {"pinctrl-rp1"};  // An invalid number must not be read as 0.
  const std::vector<std::string> lines = {
      "",
      "nonsense",
      "4\t17\t0",
      "4\t17\t0\tpinctrl-rp1",
      "x\t17\t0\tpinctrl-rp1\tsiren",
      "4\t\t0\tpinctrl-rp1\tsiren",
      "4\t-1\t0\tpinctrl-rp1\tsiren",
      "4\t 1\t0\tpinctrl-rp1\tsiren",
      "4\t17x\t0\tpinctrl-rp1\tsiren",
      "4\t4294967296\t0\tpinctrl-rp1\tsiren",
      "2147483648\t17\t0\tpinctrl-rp1\tsiren",
      "99999999999999999999\t17\t0\tpinctrl-rp1\tsiren",
      "4\t17\t2\tpinctrl-rp1\tsiren",
      std::string("4\t17\0\t0\tpinctrl-rp1\tsiren", 26),
  };
  std::string text, errors;
  for (size_t i = 0; i < lines.size(); i++) {
    text += lines[i] + "\n";
    errors += lineError(static_cast<int>(i) + 1);
  }
  const Result result = with(text + "4\t18\t1\tpinctrl-rp1\tlock\n");
  EXPECT_EQ(result.code, 69);
  EXPECT_EQ(result.errors, errors);
  EXPECT_EQ(claims(), (Claims{"4:18=1"}));
}

}  // namespace
