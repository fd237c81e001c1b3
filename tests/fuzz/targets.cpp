#include "targets.h"

#include <cstdio>
#include <cstdlib>

namespace nightjar::fuzz {

const QList<Target> &targets() {
  static const QList<Target> all{{"index-page", indexPage},
                                 {"wheel-name", wheelName},
                                 {"facts", facts},
                                 {"frames", frames},
                                 {"saved-facts", savedFacts},
                                 {"metadata", metadata},
                                 {"nvidia-smi-texts", smiTexts},
                                 {"lock", lock},
                                 {"tar", tar}};
  return all;
}

void require(bool holds, const char *promise) {
  if (holds) return;
  std::fprintf(stderr, "a promise does not hold: %s\n", promise);
  std::abort();
}

}  // namespace nightjar::fuzz
