#pragma once

#include "core/install/plan.h"

namespace nightjar::test {

/// A runtime whose paths a shell would stumble over.
inline RuntimeFacts sampleFacts() {
  RuntimeFacts facts;
  facts.disk = {"/home/ada/night jar $(x)", 100'000'000'000};
  facts.pythons = {{"/usr/bin/python3.12", "3.12.4", false, true, true}};
  return facts;
}

inline Choice sampleChoice() {
  Choice choice;
  choice.build.id = "20261121-cu130";
  choice.build.date = QDate(2026, 11, 21);
  choice.build.variant = "cu130";
  choice.build.torch = "2.16.0.dev20261121+cu130";
  choice.build.torchvision = "0.30.0.dev20261121+cu130";
  choice.indexUrl = "https://example.org/whl/nightly/cu130";
  choice.packages = QStringList{"torch", "torchvision"};
  choice.pythonPath = "/usr/bin/python3.12";
  choice.pythonVersion = "3.12.4";
  return choice;
}

}  // namespace nightjar::test
