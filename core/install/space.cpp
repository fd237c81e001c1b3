#include "core/install/space.h"

#include "core/walk/space_needed.h"

namespace nightjar {

qint64 bytesNeeded(const Choice &choice) {
  return spaceNeeded(choice.build.variant, choice.sample);
}

}  // namespace nightjar
