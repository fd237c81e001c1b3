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

  void line(const QString &text);          ///< a line of the result; nothing with --json
  void note(const QString &text);          ///< a line beside the result, on stderr
  void object(const QJsonObject &object);  ///< one JSON object on one line of stdout; only with --json
  /// What went wrong, for a person on stderr; with --json also as the command's last object on stdout.
  void error(const Error &error, const QJsonObject &frame = {});

 private:
  bool m_json;
};

}  // namespace nightjar
