#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <optional>

#include "core/base/result.h"

namespace nightjar {

struct Frame {
  QJsonObject header;
  QByteArray payload;
};

/// Takes the agent's stream apart (frames: see agent.h). Knows nothing of requests.
class FrameReader {
 public:
  void feed(const QByteArray &bytes) { m_buffer.append(bytes); }

  /// The next whole frame, nothing when more bytes are needed, or an Error when the stream is no agent's.
  [[nodiscard]] Result<std::optional<Frame>> next();

  [[nodiscard]] bool greeted() const { return m_greeted; }
  /// What came before the greeting: a login shell's banner, or all that a runtime without an agent said.
  [[nodiscard]] QByteArray banner() const { return m_greeted ? m_banner : m_banner + m_buffer; }

 private:
  bool skipBanner();
  Result<bool> readHeader();

  QByteArray m_buffer;
  qsizetype m_searched = 0;             ///< so much of the buffer holds no end of a line
  std::optional<QJsonObject> m_header;  ///< of the frame whose payload is still coming
  qsizetype m_payload = 0;              ///< its size
  QByteArray m_banner;
  bool m_greeted = false;
};

}  // namespace nightjar
