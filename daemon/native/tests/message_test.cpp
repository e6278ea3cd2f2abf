// libtorch's messages are cut to what a user can act on.
#include "message.h"

#include <gtest/gtest.h>

using pipit::brief;

namespace {

const std::string kTraceback =
    "The following operation failed in the TorchScript interpreter.\n"
    "Traceback of TorchScript, serialized code (most recent call last):\n"
    "  File \"code/__torch__.py\", line 10, in throws\n"
    "    ops.prim.RaiseException(\"no such bird\")\n"
    "    ~~~~~~~~~~~~~~~~~~~~~~~ <--- HERE\n"
    "\n"
    "Traceback of TorchScript, original code (most recent call last):\n"
    "  File \"make.py\", line 5, in throws\n"
    "        raise ValueError(\"no such bird\")\n"
    "        ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ <--- HERE\n";

TEST(Message, aPlainOneStaysAsItIs) {
  EXPECT_EQ(brief("file not found"), "file not found");
  EXPECT_EQ(brief("two\nlines"), "two\nlines");
  EXPECT_EQ(brief(""), "");
}

TEST(Message, theBacktraceOfCppGoes) {
  EXPECT_EQ(brief("no tensor\nException raised from f at g.cpp:1 (most recent call first):\nframe #0: h"), "no tensor");
  EXPECT_EQ(brief("\nException raised from f"), "");
}

TEST(Message, blanksAtTheEndGo) { EXPECT_EQ(brief("no tensor \n \n"), "no tensor"); }

TEST(Message, ofAnErrorInTorchScriptTheErrorStays) {
  EXPECT_EQ(brief(kTraceback + "builtins.ValueError: no such bird: 2\n"), "builtins.ValueError: no such bird: 2");
}

TEST(Message, anErrorOfSeveralLinesStaysWhole) {
  EXPECT_EQ(brief(kTraceback + "RuntimeError: shapes differ\n  [1, 2]\nand [3]\n"), "RuntimeError: shapes differ\n  [1, 2]\nand [3]");
}

TEST(Message, aTracebackWithoutAnErrorStays) {
  const std::string traceback = kTraceback.substr(kTraceback.find("Traceback"));
  EXPECT_EQ(brief(traceback), traceback.substr(0, traceback.size() - 1));
}

}  // namespace
