#include "ui/widgets/log_index.h"

#include <algorithm>
#include <cstring>

namespace nightjar {

namespace {

// How many bytes the UTF-8 character has that `lead` begins; 0 where it begins none.
int sequenceLength(unsigned char lead) {
  if (lead >= 0xF0) return 4;
  if (lead >= 0xE0) return 3;
  if (lead >= 0xC0) return 2;
  return lead < 0x80 ? 1 : 0;
}

qsizetype characters(QByteArrayView row) {
  return std::count_if(row.begin(), row.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

}  // namespace

qsizetype rowLength(QByteArrayView bytes) {
  const qsizetype within = std::min(bytes.size(), kLongestRow);
  if (const void *feed = std::memchr(bytes.data(), '\n', static_cast<size_t>(within))) {
    return static_cast<const char *>(feed) - bytes.data() + 1;
  }
  if (bytes.size() <= kLongestRow) return bytes.size();
  for (int back = 1; back <= 3; ++back) {
    const int length = sequenceLength(static_cast<unsigned char>(bytes[kLongestRow - back]));
    if (length > back) return kLongestRow - back;
    if (length > 0) break;
  }
  return kLongestRow;
}

void LogIndex::add(QByteArrayView rows) {
  while (!rows.isEmpty()) {
    const qsizetype length = rowLength(rows);
    if (m_rows % kRowsPerMark == 0) m_marks.push_back(m_bytes);
    if (length > m_widest) m_widest = std::max(m_widest, characters(rows.first(length)));
    ++m_rows;
    m_bytes += length;
    rows = rows.sliced(length);
  }
}

qint64 LogIndex::markBefore(qint64 row) const {
  const auto mark = static_cast<size_t>(row / kRowsPerMark);
  return mark < m_marks.size() ? m_marks[mark] : m_bytes;
}

qint64 LogIndex::markAfter(qint64 row) const {
  return markBefore((row / kRowsPerMark + 1) * kRowsPerMark);
}

}  // namespace nightjar
