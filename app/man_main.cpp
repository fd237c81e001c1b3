#include <cstdio>

#include "app/help.h"

/// Prints the man page; the build runs it, it is not installed.
int main() {
  const QByteArray page = nightjar::manPage().toUtf8();
  return std::fwrite(page.constData(), 1, static_cast<std::size_t>(page.size()), stdout) ==
                 static_cast<std::size_t>(page.size())
             ? 0
             : 1;
}
