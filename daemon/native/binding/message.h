// Errors of libtorch as a user can read them. Knows neither JNI nor libtorch.
#pragma once

#include <string>

namespace pipit {

// libtorch's message without the C++ backtrace, and of an error inside TorchScript only what follows the interpreter's
// traceback.
std::string brief(const std::string& message);

}  // namespace pipit
