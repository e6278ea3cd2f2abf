#include "message.h"

#include <sstream>

namespace pipit {
namespace {

bool startsWith(const std::string& text, const char* prefix) { return text.rfind(prefix, 0) == 0; }

}  // namespace

std::string brief(const std::string& message) {
  std::string text = message.substr(0, message.find("\nException raised from "));
  if (text.find("Traceback of TorchScript") != std::string::npos) {
    std::istringstream lines(text);
    std::string line, rest;
    bool inTraceback = false;
    while (std::getline(lines, line)) {
      if (startsWith(line, "Traceback of TorchScript")) {
        inTraceback = true;
        rest.clear();
      } else if (inTraceback && (line.empty() || line[0] == ' ')) {
        continue;
      } else {
        if (inTraceback) inTraceback = false;
        rest += rest.empty() ? line : "\n" + line;
      }
    }
    if (!rest.empty()) text = rest;
  }
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

}  // namespace pipit
