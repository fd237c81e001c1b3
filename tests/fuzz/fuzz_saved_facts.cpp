#include <QJsonDocument>

#include "core/detect/detect.h"
#include "core/detect/facts_reader.h"
#include "targets.h"

namespace nightjar::fuzz {

namespace {

bool isPlain(const QString &text) {
  return std::none_of(text.begin(), text.end(), [](QChar c) {
    return c.category() == QChar::Other_Control || c.category() == QChar::Other_Format;
  });
}

QByteArray saved(const RuntimeFacts &facts) {
  return QJsonDocument(toJson(facts)).toJson();
}

}  // namespace

// A report that a person saved, and may have changed.
void savedFacts(const QByteArray &input) {
  const auto facts = factsFromJson(input);
  if (!facts) {
    const Error &error = facts.error();
    require(error.fault == Fault::Usage && !error.what.isEmpty() && !error.fix.isEmpty(), "an error says what to do");
    require(isPlain(error.what + error.why) && error.why.size() < 6000, "an error can be read");
    return;
  }
  require(facts->memoryBytes >= 0, "no amount is negative");
  require(facts->gpus.size() <= 256 && facts->pythons.size() <= 256, "lists are bounded");
  for (const Gpu &gpu : facts->gpus)
    require(gpu.memoryMib >= 0 && isPlain(gpu.name + gpu.architecture + gpu.kernelDriver), "a GPU's text is plain");
  for (const PythonFacts &python : facts->pythons)
    require(isPlain(python.path + python.version), "a Python's text is plain");
  const auto again = factsFromJson(saved(*facts));
  require(again && saved(*again) == saved(*facts), "what was read can be saved and read again");
}

}  // namespace nightjar::fuzz
