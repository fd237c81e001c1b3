#include "ui/widgets/log_spool.h"

namespace nightjar {

LogSpool::LogSpool() {
  if (!m_file.open()) m_problem = m_file.errorString();
}

bool LogSpool::append(const QByteArray &bytes) {
  if (!m_problem.isEmpty()) return false;
  const bool kept = m_file.seek(m_size) && m_file.write(bytes) == bytes.size() && m_file.flush();
  if (!kept) {
    m_problem = m_file.errorString();
    return false;
  }
  m_size += bytes.size();
  return true;
}

QByteArray LogSpool::read(qint64 from, qint64 to) const {
  const qint64 end = qMin(to, m_size);
  if (from >= end || !m_file.seek(from)) return {};
  return m_file.read(end - from);
}

}  // namespace nightjar
