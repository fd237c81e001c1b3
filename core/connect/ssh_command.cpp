#include "core/connect/ssh_command.h"

#include <QDir>
#include <QRegularExpression>
#include <algorithm>

#include "core/base/text.h"
#include "core/connect/destination.h"

namespace nightjar {

namespace {

enum class Option { Flag, Dropped, Port, User, Identity, Setting, Elsewhere };

struct OptionRow {
  const char *letters;
  Option option;
};

/// ssh(1) of OpenSSH 9. Flags take no value; what is dropped takes one that does not change where we connect.
constexpr OptionRow optionTable[] = {
    {"46AaCfGgKkMNnqsTtVvXxYy", Option::Flag},
    {"BbcDEeLmOPQRSw", Option::Dropped},
    {"FIJW", Option::Elsewhere},
    {"i", Option::Identity},
    {"l", Option::User},
    {"o", Option::Setting},
    {"p", Option::Port},
};

/// Settings of `-o` that lead elsewhere. ProxyCommand would besides be shell from a pasted text.
constexpr const char *elsewhereSettings[] = {"hostname", "proxycommand", "proxyjump", "pkcs11provider"};

Error elsewhere(const QString &option) {
  return targetError(
      Text::tr("%1 is not understood in a pasted command.").arg(quotable(option)),
      Text::tr("It leads to the host another way, and that way belongs into your SSH configuration."),
      Text::tr("Add a Host block with that setting to ~/.ssh/config and type the block's name as the target."));
}

/// ssh itself expands '~', quoted or not; the others are what people's shells would have replaced.
QString expandHome(const QString &path) {
  static const QRegularExpression home(
      QStringLiteral(R"(\A(~|\$HOME|\$\{HOME\}|\$env:USERPROFILE|%USERPROFILE%)(?=[/\\]))"),
      QRegularExpression::CaseInsensitiveOption);
  const auto match = home.match(path);
  return match.hasMatch() ? QDir::homePath() + path.mid(match.capturedLength()) : path;
}

/// As with ssh, the first value given counts.
Result<void> takeValue(Target &target, Option option, const QString &value) {
  if (option == Option::Port && target.port == 0) {
    const auto port = parsePort(value);
    if (!port) return port.error();
    target.port = *port;
  }
  if (option == Option::User && target.user.isEmpty()) {
    if (const auto user = checkUser(value); !user) return user.error();
    target.user = value;
  }
  if (option == Option::Identity && target.identityFile.isEmpty()) {
    static const QRegularExpression path(QStringLiteral(R"(\A[^-\x00-\x1f][^\x00-\x1f]*\z)"));
    if (!path.match(value).hasMatch()) {
      return targetError(Text::tr("“%1” is not a key file.").arg(quotable(value)),
                         Text::tr("-i is followed by the path of a key."));
    }
    target.identityFile = expandHome(value);
  }
  return {};
}

/// `-o Name=value` or `-o "Name value"`.
Result<void> takeSetting(Target &target, const QString &setting) {
  static const QRegularExpression shape(QStringLiteral(R"(\A\s*([A-Za-z0-9]+)(?:\s*=\s*|\s+)(.*)\z)"));
  const auto match = shape.match(setting);
  const QString name = match.captured(1).toLower();
  for (const char *row : elsewhereSettings) {
    if (name == QLatin1String(row)) return elsewhere(QStringLiteral("-o ") + match.captured(1));
  }
  if (name == QStringLiteral("port")) return takeValue(target, Option::Port, match.captured(2));
  if (name == QStringLiteral("user")) return takeValue(target, Option::User, match.captured(2));
  if (name == QStringLiteral("identityfile")) return takeValue(target, Option::Identity, match.captured(2));
  return {};
}

/// One word of options (`-v`, `-p22`, `-tp 22`); takes a value from the next word where it needs one.
Result<void> takeOptions(Target &target, const QStringList &words, int &at) {
  const QString &word = words[at];
  for (int i = 1; i < word.size(); ++i) {
    const auto *row = std::find_if(std::begin(optionTable), std::end(optionTable),
                                   [&](const OptionRow &r) { return QLatin1String(r.letters).contains(word[i]); });
    if (row == std::end(optionTable)) {
      return targetError(Text::tr("“%1” is not an option of ssh.").arg(quotable(word)),
                         Text::tr("The command cannot be understood past this point."));
    }
    if (row->option == Option::Flag) continue;
    if (row->option == Option::Elsewhere) return elsewhere(QStringLiteral("-") + word[i]);
    const bool inWord = i + 1 < word.size();
    if (!inWord && at + 1 >= words.size()) {
      return targetError(Text::tr("The value of %1 is missing.").arg(quotable(word)),
                         Text::tr("The command ends where a value should follow."));
    }
    const QString value = inWord ? word.mid(i + 1) : words[++at];
    return row->option == Option::Setting ? takeSetting(target, value) : takeValue(target, row->option, value);
  }
  return {};
}

/// What the destination says counts only where no option before it said otherwise.
void merge(Target &target, const Target &destination) {
  target.host = destination.host;
  if (target.user.isEmpty()) target.user = destination.user;
  if (target.port == 0) target.port = destination.port;
}

}  // namespace

Result<QStringList> splitWords(const QString &text) {
  static const QRegularExpression windowsPath(QStringLiteral(R"(\A[A-Za-z]:\\|\A%[A-Za-z]+%\\|\A\$env:[A-Za-z]+\\)"));
  QStringList words;
  QString word;
  bool inWord = false;
  QChar quote;
  for (int i = 0; i < text.size(); ++i) {
    const QChar c = text[i];
    const QChar next = i + 1 < text.size() ? text[i + 1] : QChar();
    if (c == u'\\' && quote != u'\'' && next == u'\n') {
      ++i;
    } else if (c == u'\\' && quote != u'\'' && !next.isNull() && !windowsPath.match(word + c).hasMatch() &&
               (quote.isNull() || next == u'"' || next == u'\\')) {
      word += next;
      inWord = true;
      ++i;
    } else if (!quote.isNull()) {
      if (c == quote) {
        quote = QChar();
      } else {
        word += c;
      }
    } else if (c == u'"' || c == u'\'') {
      quote = c;
      inWord = true;
    } else if (c.isSpace()) {
      if (inWord) words << word;
      word.clear();
      inWord = false;
    } else {
      word += c;
      inWord = true;
    }
  }
  if (!quote.isNull()) {
    return targetError(Text::tr("A quotation mark is never closed."),
                       Text::tr("The command seems to have been copied in part."),
                       Text::tr("Copy the whole command and paste it again."));
  }
  if (inWord) words << word;
  return words;
}

Result<Target> parseSshCommand(const QStringList &words) {
  Target target;
  bool optionsEnded = false;
  for (int at = 0; at < words.size(); ++at) {
    const QString &word = words[at];
    if (word == QStringLiteral("--") && !optionsEnded) {
      optionsEnded = true;
    } else if (word.startsWith(u'-') && word.size() > 1 && !optionsEnded) {
      if (const auto taken = takeOptions(target, words, at); !taken) return taken.error();
    } else if (target.host.isEmpty()) {
      const auto destination = parseDestination(word);
      if (!destination) return destination.error();
      merge(target, *destination);
    } else {
      break;  // the remote command: nothing we run
    }
  }
  if (target.host.isEmpty()) {
    return targetError(Text::tr("The command names no host."), Text::tr("ssh is followed by options only."));
  }
  return target;
}

}  // namespace nightjar
