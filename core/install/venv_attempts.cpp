#include "core/install/venv_attempts.h"

#include <QJsonObject>

namespace nightjar {

namespace {

QJsonObject attempt(const char *title, const char *environment, std::initializer_list<QStringList> commands) {
  QJsonArray list;
  for (const QStringList &command : commands) {
    list.append(QJsonArray::fromStringList(command));
  }
  return {{"title", QLatin1String(title)}, {"environment", QLatin1String(environment)}, {"commands", list}};
}

QJsonObject byUv(const char *title, const QStringList &command) {
  QJsonObject made = attempt(title, "tooling", {command});
  made["uv"] = true;
  return made;
}

bool hasVenv(const RuntimeFacts &facts, const QString &python) {
  for (const PythonFacts &found : facts.pythons) {
    if (found.path == python) {
      return found.hasVenv;
    }
  }
  return true;  // a path the person named and detect did not list: trying is the way to find out
}

}  // namespace

// All but `python -m venv` fetch pip from the package index that the runtime is set up with. uv's way is the quickest,
// and brings a new pip; where that index is silent, it must not hold up an install that can do without.
QJsonArray venvAttempts(const RuntimeFacts &facts, const QString &python, const QString &path, bool preferUv) {
  QJsonArray attempts;
  if (hasVenv(facts, python)) {
    attempts.append(attempt("python -m venv", "clean", {{python, "-I", "-m", "venv", path}}));
  }
  if (!facts.uvPath.isEmpty()) {
    QJsonObject uv = byUv("uv venv", {facts.uvPath, "venv", "--seed", "--no-cache", "--python", python, path});
    if (preferUv && !attempts.isEmpty()) {
      uv["timeout_s"] = 15;
      uv["check"] = QJsonArray{path + "/bin/python", "-I", "-c", "import pip"};  // unpacked whole, or not at all
      attempts.prepend(uv);
    } else {
      attempts.append(uv);
    }
  }
  attempts.append(attempt("virtualenv", "tooling", {{python, "-m", "virtualenv", "--python", python, path}}));
  attempts.append(attempt("venv without pip, then pip", "tooling",
                          {{python, "-I", "-m", "venv", "--without-pip", path},
                           {python, "-m", "pip", "--python", QString(path + "/bin/python"), "install", "pip"}}));
  return attempts;
}

// `uv venv` downloads the Python it is asked for where none of its own is there. `uv python install` would do the same
// and leave a link in ~/.local/bin, which is the person's.
QJsonArray venvFromUv(const RuntimeFacts &facts, const QString &version, const QString &path) {
  const QStringList words{"venv", "--seed", "--python-preference", "only-managed", "--python", version, path};
  return {byUv("uv venv with a Python of uv's", QStringList{facts.uvPath} + words)};
}

}  // namespace nightjar
