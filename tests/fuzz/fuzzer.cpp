// One target as a libFuzzer program: NIGHTJAR_FUZZ_TARGET is its function.
#include <cstdint>

#include "targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  nightjar::fuzz::NIGHTJAR_FUZZ_TARGET(QByteArray(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size)));
  return 0;
}
