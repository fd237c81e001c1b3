#include "core/ssh/ssh_config.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

namespace nightjar {

namespace {

constexpr int maximumDepth = 16;  // as OpenSSH's READCONF_MAX_DEPTH

/// Words of a line, with "double quotes" and a comment after a word start understood.
QStringList words(const QString &text) {
  QStringList result;
  QString word;
  bool quoted = false;
  bool any = false;
  for (const QChar c : text) {
    if (c == u'"') {
      quoted = !quoted;
      any = true;
    } else if (!quoted && c.isSpace()) {
      if (any) result << word;
      word.clear();
      any = false;
    } else if (!quoted && !any && c == u'#') {
      return result;
    } else {
      word += c;
      any = true;
    }
  }
  if (any) result << word;
  return result;
}

class Reader {
 public:
  Reader(QString host, QString user, QString localUser)
      : m_host(std::move(host)), m_user(std::move(user)), m_localUser(std::move(localUser)) {}

  /// A block that was open before an Include is open again after it, as in OpenSSH.
  void read(const ConfigFile &config, bool applies, int depth) {
    QFile file(config.path);
    if (depth > maximumDepth || !QFileInfo(config.path).isFile() || !file.open(QIODevice::ReadOnly)) return;
    int number = 0;
    while (!file.atEnd()) {
      ConfigLine line = parse(QString::fromUtf8(file.readLine()));
      line.file = config.path;
      line.line = ++number;
      if (line.values.isEmpty()) continue;
      if (line.keyword == u"host") {
        applies = matchesHostPatterns(m_host, line.values);
      } else if (line.keyword == u"match") {
        applies = matches(line);
      } else if (applies && line.keyword == u"include") {
        include(config, line, depth);
      } else if (applies) {
        m_lines << line;
      }
    }
  }

  [[nodiscard]] const QList<ConfigLine> &lines() const { return m_lines; }

 private:
  static ConfigLine parse(const QString &text) {
    static const QRegularExpression pattern(QStringLiteral(R"(^\s*([A-Za-z0-9]+)(?:\s*=\s*|\s+)(.*?)\s*$)"));
    const auto match = pattern.match(text);
    if (!match.hasMatch()) return {};
    return {match.captured(1).toLower(), words(match.captured(2)), match.captured(2), {}, 0};
  }

  void include(const ConfigFile &from, const ConfigLine &line, int depth) {
    for (QString path : line.values) {
      if (path.startsWith(u"~/")) path.replace(0, 1, QDir::homePath());
      if (QDir::isRelativePath(path)) path = from.includeFolder + u'/' + path;
      const QFileInfo info(path);
      const auto found = info.dir().entryInfoList({info.fileName()}, QDir::Files | QDir::Hidden, QDir::Name);
      for (const QFileInfo &file : found) read({file.filePath(), from.includeFolder}, true, depth + 1);
    }
  }

  [[nodiscard]] QString firstValue(QStringView keyword, const QString &otherwise) const {
    for (const ConfigLine &line : m_lines) {
      if (line.keyword == keyword) return line.values.first();
    }
    return otherwise;
  }

  bool matches(const ConfigLine &line) {
    for (qsizetype i = 0; i < line.values.size(); ++i) {
      QString word = line.values[i].toLower();
      const bool negated = word.startsWith(u'!');
      if (negated) word.remove(0, 1);
      if (word == u"all") {
        if (negated) return false;
        continue;
      }
      QString subject;
      if (word == u"host") {
        subject = firstValue(u"hostname", m_host);
      } else if (word == u"originalhost") {
        subject = m_host;
      } else if (word == u"user") {
        subject = m_user.isEmpty() ? firstValue(u"user", m_localUser) : m_user;
      } else if (word == u"localuser") {
        subject = m_localUser;
      } else {
        m_lines << line;  // a condition we cannot judge: said, not guessed
        return false;
      }
      if (++i >= line.values.size()) return false;
      if (matchesHostPatterns(subject, line.values[i].split(u',')) == negated) return false;
    }
    return true;
  }

  QString m_host;
  QString m_user;
  QString m_localUser;
  QList<ConfigLine> m_lines;
};

}  // namespace

bool matchesHostPatterns(const QString &name, const QStringList &patterns) {
  bool any = false;
  for (const QString &pattern : patterns) {
    const bool negated = pattern.startsWith(u'!');
    QString expression = QRegularExpression::escape(negated ? pattern.mid(1) : pattern);
    expression.replace(QStringLiteral("\\*"), QStringLiteral(".*")).replace(QStringLiteral("\\?"), QStringLiteral("."));
    const QRegularExpression regex(QRegularExpression::anchoredPattern(expression),
                                   QRegularExpression::CaseInsensitiveOption);
    if (!regex.match(name).hasMatch()) continue;
    if (negated) return false;
    any = true;
  }
  return any;
}

QList<ConfigLine> readSshConfig(const QList<ConfigFile> &files, const QString &host, const QString &user,
                                const QString &localUser) {
  Reader reader(host, user, localUser);
  for (const ConfigFile &file : files) reader.read(file, true, 0);
  return reader.lines();
}

}  // namespace nightjar
