#pragma once

#include <QJsonObject>
#include <QString>

#include "core/base/error.h"

namespace nightjar {

/// What a command prints: results on stdout, everything else on stderr, so that stdout can be piped. Text from
/// outside loses its control characters on the way to a terminal.
class Output {
 public:
  explicit Output(bool json) : m_json(json) {}

  [[nodiscard]] bool isJson() const { return m_json; }

  void line(const QString &text);  ///< a line of the result; nothing with --json
  void text(const QString &text);  ///< text of our own that is in lines already; with --json too
  /// The bytes as they are, and whether stdout took them.
  [[nodiscard]] bool bytes(const QByteArray &bytes);
  void note(const QString &text);          ///< a line beside the result, on stderr
  void object(const QJsonObject &object);  ///< one JSON object on one line of stdout; only with --json
  /// What went wrong, for a person on stderr; with --json also as the command's last object on stdout.
  void error(const Error &error, const QJsonObject &frame = {});

  /// The exit code in the end: `code`, but 1 in place of 0 where something printed did not reach stdout (a full disk, a
  /// reader that went away). That is said once, on stderr. What runs is never stopped for it.
  [[nodiscard]] int close(int code);

 private:
  void write(const QByteArray &bytes);

  QByteArray m_lost;  ///< why stdout took no more, as the system says it
  bool m_json;
};

}  // namespace nightjar
