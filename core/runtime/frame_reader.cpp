#include "core/runtime/frame_reader.h"

#include <QJsonDocument>

#include "core/base/text.h"

namespace nightjar {

namespace {

const QByteArray greeting = "NIGHTJAR-AGENT 1\n";

/// Far above any frame we know (a report of facts is about 10 KB, a log frame 64 KiB): past it, the stream is not ours.
constexpr qsizetype frameLimit = 16 * 1024 * 1024;
constexpr qsizetype bannerLimit = 1024 * 1024;

Error notAnAgent(const QByteArray &bytes) {
  return {Text::tr("The runtime's answer makes no sense."),
          Text::tr("Something on the way changes what programs send, or the runtime's program was stopped half-way."),
          Text::tr("Connect again. If it stays, look at what the runtime's login files print."),
          QString::fromUtf8(bytes.left(2048)), Fault::Unreachable};
}

}  // namespace

bool FrameReader::skipBanner() {
  const qsizetype at = m_buffer.indexOf(greeting);
  if (at < 0) {
    return false;
  }
  m_banner = m_buffer.left(at);
  m_buffer.remove(0, at + greeting.size());
  m_greeted = true;
  return true;
}

// Takes the header's line off the buffer once it is whole; false until then. A line is searched and parsed once,
// however small the pieces are in which it comes.
Result<bool> FrameReader::readHeader() {
  const qsizetype lineEnd = m_buffer.indexOf('\n', m_searched);
  if (lineEnd < 0) {
    m_searched = m_buffer.size();
    return m_buffer.size() > frameLimit ? Result<bool>(notAnAgent(m_buffer)) : false;
  }
  const QJsonDocument document = QJsonDocument::fromJson(m_buffer.left(lineEnd));
  const qint64 size = document.object().value(QLatin1String("bytes")).toInteger();
  if (!document.isObject() || size < 0 || size > frameLimit) {
    return notAnAgent(m_buffer);
  }
  m_header = document.object();
  m_payload = size;
  m_buffer.remove(0, lineEnd + 1);
  m_searched = 0;
  return true;
}

Result<std::optional<Frame>> FrameReader::next() {
  if (!m_greeted && !skipBanner()) {
    return m_buffer.size() > bannerLimit ? Result<std::optional<Frame>>(notAnAgent(m_buffer)) : std::optional<Frame>();
  }
  if (!m_header) {
    const auto whole = readHeader();
    if (!whole) return whole.error();
    if (!*whole) return std::optional<Frame>();
  }
  if (m_buffer.size() < m_payload) {
    return std::optional<Frame>();
  }
  Frame frame{std::move(*m_header), m_buffer.left(m_payload)};
  m_header.reset();
  m_buffer.remove(0, m_payload);
  return std::optional<Frame>(std::move(frame));
}

}  // namespace nightjar
