#include "core/install/unusable_root.h"

#include "core/base/text.h"

namespace nightjar {

namespace {

QString obstacle(const QString &root) {
  if (!root.startsWith('/')) return Text::tr("It is no absolute path: %1").arg(root);
  if (root == QLatin1String("/")) return Text::tr("It is the top of the whole file system.");
  // Python's venv refuses it, since such a folder cannot stand in PATH.
  if (root.contains(':')) return Text::tr("There is a colon in its path: %1").arg(root);
  return {};
}

}  // namespace

std::optional<Error> unusableRoot(const QString &root) {
  const QString why = obstacle(root);
  if (why.isEmpty()) return {};
  return Error{
      Text::tr("The folder for environments is unusable."), why, Text::tr("Name another folder with --root."), {}};
}

}  // namespace nightjar
