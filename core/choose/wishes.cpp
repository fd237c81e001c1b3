#include "core/choose/wishes.h"

#include <QRegularExpression>
#include <QUrl>

#include "core/base/shell_word.h"
#include "core/base/text.h"
#include "core/choose/variant.h"

namespace nightjar {

namespace {

Error usage(const QString &what, const QString &why, const QString &fix) {
  return {what, why, fix, {}, Fault::Usage};
}

const QStringList &knownPackages() {
  static const QStringList known{"torch", "torchvision", "torchaudio"};
  return known;
}

Result<QString> parseIndex(const QString &text) {
  const QString given = text.trimmed();
  const QUrl url(given, QUrl::StrictMode);
  const QString what = Text::tr("\"%1\" is no address of an index.").arg(given.left(200));
  const QString fix = Text::tr("Give the root of the index, for example %1").arg(officialIndex());
  if (!url.isValid() || url.host().isEmpty() ||
      (url.scheme() != QLatin1String("http") && url.scheme() != QLatin1String("https")))
    return usage(what, Text::tr("It has to begin with https:// or http:// and name a host."), fix);
  if (!url.userInfo().isEmpty()) {
    return usage(Text::tr("The address of the index holds a user name or a password."),
                 Text::tr("It would end up in logs, plans and profiles."), Text::tr("Give the address without them."));
  }
  if (url.hasQuery() || url.hasFragment()) return usage(what, Text::tr("It has a part behind '?' or '#'."), fix);

  QString root = url.toString(QUrl::FullyEncoded);
  while (root.endsWith(QLatin1Char('/'))) root.chop(1);
  const QString last = root.section(QLatin1Char('/'), -1);
  // The official command's address ends in the variant; ours is its parent.
  if (parseVariant(last).kind != VariantKind::Unknown && !url.path().isEmpty() && url.path() != QLatin1String("/")) {
    return usage(what, Text::tr("It ends in the variant %1; the root is one level up.").arg(last),
                 Text::tr("Use --index %1 --variant %2").arg(shellWord(root.chopped(last.size() + 1)), last));
  }
  return root;
}

// Stable releases live one level up: "…/whl" beside "…/whl/nightly".
QString parentOf(const QString &root) {
  const QUrl url(root, QUrl::StrictMode);
  return url.path().isEmpty() ? QString() : root.section(QLatin1Char('/'), 0, -2);
}

Result<void> parseIndexes(const Wishes &wishes, ParsedWishes &into) {
  const auto index = parseIndex(wishes.index.trimmed().isEmpty() ? officialIndex() : wishes.index);
  if (!index) return index.error();
  into.index = *index;
  if (wishes.stableIndex.trimmed().isEmpty()) {
    // Samples are no PyTorch: what lies above their index has nothing to do with them.
    into.stableIndex = wishes.sample ? QString() : parentOf(*index);
    return {};
  }
  const auto stable = parseIndex(wishes.stableIndex);
  if (!stable) return stable.error();
  into.stableIndex = *stable;
  return {};
}

Result<void> parseBuild(const QString &text, ParsedWishes &into) {
  if (text.isEmpty() || text == QLatin1String("newest")) return {};
  const QString what = Text::tr("\"%1\" names no build.").arg(text.left(200));
  const QString fix = Text::tr("Use newest, a date like 2026-11-21, or a torch version like 2.16.0.dev20261121.");
  static const QRegularExpression date(QStringLiteral("\\A[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\\z"));
  if (date.match(text).hasMatch()) {
    into.date = QDate::fromString(text, Qt::ISODate);
    if (into.date.isValid()) return {};
    return usage(what, Text::tr("There is no such day."), fix);
  }
  static const QRegularExpression version(QStringLiteral("\\A[0-9]+(\\.[0-9A-Za-z]+)*(\\+[0-9A-Za-z.]+)?\\z"));
  if (text.size() > 128 || !version.match(text).hasMatch() || !text.contains(QLatin1Char('.')))
    return usage(what, Text::tr("It is neither a date nor a version."), fix);
  into.version = text;
  return {};
}

Result<void> parsePackages(const QStringList &names, ParsedWishes &into) {
  into.packages = {knownPackages().constFirst()};
  bool torch = names.isEmpty();
  for (const QString &raw : names) {
    const QString name = raw.trimmed().toLower();
    if (!knownPackages().contains(name)) {
      return usage(Text::tr("\"%1\" is no package Nightjar can put on a runtime.").arg(raw.left(200)),
                   Text::tr("A nightly is made of torch and what belongs to it."),
                   Text::tr("Use torch, torchvision, torchaudio, with commas between them."));
    }
    torch |= name == knownPackages().constFirst();
    if (!into.packages.contains(name)) into.packages.append(name);
  }
  if (!torch) {
    return usage(Text::tr("torch is missing among the packages."), Text::tr("The others need it."),
                 Text::tr("Use --packages torch,%1").arg(names.join(QLatin1Char(','))));
  }
  return {};
}

Result<void> parsePython(const QString &text, ParsedWishes &into) {
  if (text.isEmpty() || text == QLatin1String("auto")) return {};
  if (text.startsWith(QLatin1Char('/'))) {
    into.pythonPath = text;
    return {};
  }
  into.python = parsePythonVersion(text);
  into.pythonText = text;
  if (into.python) return {};
  return usage(Text::tr("\"%1\" names no Python.").arg(text.left(200)),
               Text::tr("It is neither a version nor an absolute path."),
               Text::tr("Use a version like 3.12 or an absolute path like /usr/bin/python3.12."));
}

bool isVersionOf(const QString &version, const QString &wished) {
  QString wish = wished, has = version;
  if (wish.endsWith(QLatin1Char('t'))) wish.chop(1);
  if (has.endsWith(QLatin1Char('t'))) has.chop(1);
  return has == wish || has.startsWith(wish + QLatin1Char('.')) || wish.count(QLatin1Char('.')) < 2;
}

// The runtime names each interpreter by its real path; /usr/bin/python3 means the one python3.X beside it, if there is
// just one.
QString realPath(const QList<PythonFacts> &pythons, const QString &path) {
  static const QRegularExpression usual(QStringLiteral("/python(3(\\.[0-9]+)?)?\\z"));
  QStringList matching;
  for (const PythonFacts &python : pythons) {
    if (python.path == path) return path;
    const bool sameFolder = python.path.section(QLatin1Char('/'), 0, -2) == path.section(QLatin1Char('/'), 0, -2);
    if (sameFolder && usual.match(path).hasMatch() && python.path.startsWith(path)) matching.append(python.path);
  }
  return matching.size() == 1 ? matching.constFirst() : QString();
}

}  // namespace

QString officialIndex() {
  return QStringLiteral("https://download.pytorch.org/whl/nightly");
}

QString officialStableIndex() {
  return QStringLiteral("https://download.pytorch.org/whl");
}

Result<ParsedWishes> parseWishes(const Wishes &wishes) {
  ParsedWishes parsed;
  if (const auto indexes = parseIndexes(wishes, parsed); !indexes) return indexes.error();
  if (const auto build = parseBuild(wishes.build.trimmed(), parsed); !build) return build.error();
  if (const auto packages = parsePackages(wishes.packages, parsed); !packages) return packages.error();
  if (const auto python = parsePython(wishes.python.trimmed(), parsed); !python) return python.error();
  const QString variant = wishes.variant.trimmed();
  if (variant.isEmpty() || variant == QLatin1String("auto")) return parsed;
  if (!isVariantName(variant)) {
    return usage(Text::tr("\"%1\" is no name of a variant.").arg(variant.left(200)),
                 Text::tr("Variants are named in lower case, after the hardware they are for."),
                 Text::tr("Use auto, cpu, xpu, or a name like cu130 or rocm7.2."));
  }
  parsed.variant = variant;
  return parsed;
}

bool isWished(const Build &build, const ParsedWishes &wishes) {
  if (wishes.date.isValid()) return build.date == wishes.date;
  const QString &torch = build.torch;
  return wishes.version.isEmpty() || torch == wishes.version || torch.section(QLatin1Char('+'), 0, 0) == wishes.version;
}

int findPython(const QList<PythonFacts> &pythons, const ParsedWishes &wishes, const QStringList &allowed) {
  const QString path = wishes.pythonPath.isEmpty() ? QString() : realPath(pythons, wishes.pythonPath);
  for (int i = 0; i < pythons.size(); ++i) {
    const PythonFacts &python = pythons.at(i);
    const auto version = parsePythonVersion(python.version, python.freeThreaded);
    if (!version) continue;
    if (!wishes.pythonPath.isEmpty() && python.path != path) continue;
    if (wishes.python && (*wishes.python != *version || !isVersionOf(python.version, wishes.pythonText))) continue;
    if (allowed.isEmpty() || allowed.contains(version->text())) return i;
  }
  return -1;
}

}  // namespace nightjar
