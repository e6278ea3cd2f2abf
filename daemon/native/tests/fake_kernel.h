// The part of the kernel that the programs talk to: GPIO chips and USB devices, in memory. Calls for any other path or file
// go to the real one.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

// The programs' main functions.
extern "C" int gpio_safe(int argc, char** argv);
extern "C" int usb_reset(int argc, char** argv);

struct FakeKernel {
  struct Chip {
    std::string label;
    int openError = 0;   // errno of open
    int claimError = 0;  // errno of a claim
    int claimErrors = 0; // so many claims fail; -1: all
  };
  struct Claim {
    int chip;
    unsigned offset;
    int level;
  };

  std::map<int, Chip> chips;
  std::vector<Claim> claims;
  int pauses = 0;

  std::string usbPath;
  int usbOpenError = 0, usbResetError = 0, usbResets = 0;

  std::map<int, int> files;  // open file -> chip, or kUsb or kLine
  std::vector<std::string> faults;  // calls that the real kernel would refuse or misunderstand
  static constexpr int kUsb = -1, kLine = -2;

  FakeKernel();
  ~FakeKernel();
};

// What a program did: its exit code and what it wrote to standard error.
struct Result {
  int code;
  std::string errors;
};

Result run(int (*program)(int, char**), std::vector<std::string> arguments);
