#include "app/transfer_report.h"

#include "core/base/text.h"

namespace nightjar {

namespace {

constexpr qint64 betweenLines = 3000, betweenEvents = 200;  // milliseconds

QString megabytes(double bytes) {
  return QString::number(bytes / 1e6, 'f', 1);
}

}  // namespace

TransferReport::TransferReport(Output &out, QString step) : m_out(out), m_step(std::move(step)) {
  m_clock.start();
}

void TransferReport::take(qint64 done, qint64 total) {
  const qint64 now = m_clock.elapsed();
  const bool last = done == total;
  if (!m_step.isEmpty() && (last || now - m_reported >= betweenEvents)) {
    m_reported = now;
    m_out.object({{"event", "progress"}, {"step", m_step}, {"done", done}, {"total", total}, {"unit", "bytes"}});
  }
  if (!last && now - m_told < betweenLines) return;
  m_told = now;
  const double speed = now > 0 ? static_cast<double>(done) * 1000 / static_cast<double>(now) : 0;
  m_out.line(Text::tr("  %1 of %2 MB, %3 MB/s")
                 .arg(megabytes(static_cast<double>(done)), megabytes(static_cast<double>(total)), megabytes(speed)));
}

}  // namespace nightjar
