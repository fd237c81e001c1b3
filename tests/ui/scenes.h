#pragma once

#include <functional>

#include "test_model.h"
#include "ui/wizard/wizard_window.h"

namespace nightjar {

/// A page in a certain state, reached the way a person and the controller reach it. One row a picture; the tests that
/// hold for every page walk the same rows.
struct Scene {
  const char *name;
  std::function<void(TestModel &, WizardWindow &)> set;
};
[[nodiscard]] const QList<Scene> &scenes();

/// A model with the saved runtimes of the samples, and a window over it; the scene is set, events are processed.
struct Stage {
  explicit Stage(const Scene &scene, QSize size = {});
  static void settle();  ///< until every layout has found its place
  TestModel model;
  std::unique_ptr<WizardWindow> window;
};

}  // namespace nightjar
