#include "app/option_values.h"

#include <QDate>
#include <QDir>
#include <QRegularExpression>
#include <QUrl>

#include "app/printable.h"
#include "app/usage_error.h"
#include "core/base/text.h"

namespace nightjar::optionvalue {

namespace {

Error wrong(const QString &what, const QString &value, const QString &why, const QString &fix) {
  return usageError(what.arg(printable(value)), why, fix);
}

bool matches(const QString &value, const char *pattern) {
  const QRegularExpression whole(QRegularExpression::anchoredPattern(QLatin1String(pattern)));
  return whole.match(value).hasMatch();
}

bool isIndex(const QString &value) {
  const QUrl url(value, QUrl::StrictMode);
  const bool web = url.scheme() == u"http" || url.scheme() == u"https";
  return url.isValid() && web && !url.host().isEmpty() && !url.hasQuery() && !url.hasFragment();
}

/// PEP 440, appendix B, without the spellings nobody writes for a build (a leading "v", surrounding blanks).
constexpr const char *pep440 =
    "(?i:([0-9]+!)?[0-9]+(\\.[0-9]+)*([-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?[0-9]*)?"
    "(-[0-9]+|[-_.]?(post|rev|r)[-_.]?[0-9]*)?([-_.]?dev[-_.]?[0-9]*)?(\\+[a-z0-9]+([-_.][a-z0-9]+)*)?)";

/// A shell leaves "~/" alone behind a '=', so a file of this computer is spelled out here.
QString localPath(const QString &value) {
  return value.startsWith(u"~/") ? QDir::homePath() + value.mid(1) : value;
}

/// One that is written down, for a time when the program is run in another folder.
QString lastingPath(const QString &value) {
  return value.isEmpty() ? value : QDir::current().absoluteFilePath(localPath(value));
}

}  // namespace

Result<void> index(const QString &value, CommandLine &into) {
  if (!isIndex(value)) {
    return wrong(Text::tr("“%1” is no address of an index."), value,
                 Text::tr("--index needs a web address that a variant and a package can be added to."),
                 Text::tr("Write it like https://host/whl/nightly."));
  }
  into.wishes.index = value;
  return {};
}

Result<void> stableIndex(const QString &value, CommandLine &into) {
  if (!isIndex(value)) {
    return wrong(Text::tr("“%1” is no address of an index."), value,
                 Text::tr("--stable-index needs a web address that a variant and a package can be added to."),
                 Text::tr("Write it like https://host/whl."));
  }
  into.wishes.stableIndex = value;
  return {};
}

Result<void> facts(const QString &value, CommandLine &into) {
  into.factsFile = localPath(value);
  return {};
}

Result<void> build(const QString &value, CommandLine &into) {
  const bool date = matches(value, "[0-9]{4}-[0-9]{2}-[0-9]{2}");
  const bool almostDate = matches(value, "[0-9]{4}-[0-9]{1,2}(-[0-9]*)?|[0-9]{8}(-.*)?");
  const bool fine = value == u"newest" ||
                    (date ? QDate::fromString(value, Qt::ISODate).isValid() : !almostDate && matches(value, pep440));
  if (!fine) {
    return wrong(Text::tr("There can be no build “%1”."), value,
                 date ? Text::tr("The calendar has no such day.")
                      : Text::tr("--build needs newest, a date as YYYY-MM-DD, or a torch version."),
                 Text::tr("See which builds there are: nightjar builds"));
  }
  into.wishes.build = value;
  return {};
}

Result<void> variant(const QString &value, CommandLine &into) {
  if (!matches(value, "auto|cpu|xpu|cu[0-9]{3}|rocm[0-9]+(\\.[0-9]+){1,2}")) {
    return wrong(Text::tr("“%1” is no variant."), value,
                 Text::tr("--variant needs auto, cpu, xpu, cu and three digits (cu130), or rocm and a version "
                          "(rocm7.2)."),
                 Text::tr("See which variants there are: nightjar builds"));
  }
  into.wishes.variant = value;
  return {};
}

Result<void> packages(const QString &value, CommandLine &into) {
  const QStringList known = {QStringLiteral("torch"), QStringLiteral("torchvision"), QStringLiteral("torchaudio")};
  const QString example = Text::tr("Write it like --packages torch,torchvision.");
  QStringList asked;
  for (const QString &word : value.split(u',')) asked += word.trimmed();
  for (const QString &word : asked) {
    if (!known.contains(word)) {
      return wrong(Text::tr("The package “%1” is not one we can install."), word,
                   Text::tr("--packages knows %1.").arg(known.join(QStringLiteral(", "))), example);
    }
  }
  if (!asked.contains(known.first())) {
    return wrong(Text::tr("“%1” leaves torch out."), value, Text::tr("The other packages do not work without it."),
                 example);
  }
  into.wishes.packages.clear();
  for (const QString &package : known)
    if (asked.contains(package)) into.wishes.packages += package;
  return {};
}

Result<void> python(const QString &value, CommandLine &into) {
  if (!value.startsWith(u'/') && !matches(value, "[0-9]+\\.[0-9]+(\\.[0-9]+)?t?")) {
    return wrong(Text::tr("“%1” is no Python we could look for."), value,
                 Text::tr("--python needs a version or the absolute path of an interpreter on the runtime."),
                 Text::tr("Write it like 3.12, 3.13t or /usr/bin/python3.12."));
  }
  into.wishes.python = value;
  return {};
}

Result<void> rawFrom(const QString &value, CommandLine &into) {
  bool isNumber = false;
  into.rawFrom = value.toLongLong(&isNumber);
  if (!isNumber || into.rawFrom < 0) {
    return wrong(Text::tr("“%1” is no number of bytes."), value, Text::tr("--from counts the log's bytes from 0."),
                 Text::tr("Write it like --from 4096."));
  }
  return {};
}

Result<void> keep(const QString &value, CommandLine &into) {
  if (!matches(value, "all|[1-9][0-9]{0,2}")) {
    return wrong(Text::tr("“%1” is no number of environments."), value,
                 Text::tr("--keep needs all, or a number from 1 on."), Text::tr("Write it like --keep 3."));
  }
  into.wishes.keep = value;
  return {};
}

Result<void> root(const QString &value, CommandLine &into) {
  into.root = value;
  into.wishes.root = value;
  return {};
}

Result<void> identity(const QString &value, CommandLine &into) {
  into.connectOptions.identityFile = lastingPath(value);
  return {};
}

Result<void> knownHosts(const QString &value, CommandLine &into) {
  into.connectOptions.knownHostsFile = lastingPath(value);
  return {};
}

Result<void> wheels(const QString &value, CommandLine &into) {
  into.connectOptions.wheelsDir = localPath(value);
  return {};
}

Result<void> installer(const QString &value, CommandLine &into) {
  if (!matches(value, "auto|pip|uv")) {
    return wrong(Text::tr("There is no installer “%1”."), value, Text::tr("--installer needs auto, pip or uv."),
                 Text::tr("Leave it out to let Nightjar choose."));
  }
  into.wishes.installer = value;
  return {};
}

Result<void> fromLock(const QString &value, CommandLine &into) {
  into.fromLock = localPath(value);
  return {};
}

Result<void> output(const QString &value, CommandLine &into) {
  into.outputFile = localPath(value);
  return {};
}

Result<void> saveProfile(const QString &value, CommandLine &into) {
  if (value == u"local" || value == u"practice" || value.trimmed().isEmpty()) {
    return wrong(Text::tr("A profile cannot be called “%1”."), value,
                 Text::tr("As a TARGET that name already means something else."), Text::tr("Give it another name."));
  }
  into.saveProfile = value;
  return {};
}

Result<void> theme(const QString &value, CommandLine &into) {
  if (!matches(value, "light|dark|system")) {
    return wrong(Text::tr("There is no theme “%1”."), value, Text::tr("--theme needs light, dark or system."),
                 Text::tr("Leave it out to follow the desktop."));
  }
  into.theme = value;
  return {};
}

}  // namespace nightjar::optionvalue
