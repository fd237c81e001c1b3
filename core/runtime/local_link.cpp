#include "core/runtime/local_link.h"

#include <unistd.h>

#include <QDeadlineTimer>
#include <QProcess>

#include "core/base/text.h"

namespace nightjar {

namespace {

using namespace std::chrono_literals;

/// QProcess cannot be woken from another thread; this is how long a stop request may go unseen.
constexpr auto stopGrain = 50ms;

class LocalLink : public Link {
 public:
  explicit LocalLink(const QStringList &argv) {
    m_process.setProgram(argv.first());
    m_process.setArguments(argv.mid(1));
    // Ctrl-C in the terminal is for us: the agent has to be there still, to cancel what it started.
    m_process.setChildProcessModifier([] { ::setsid(); });
    m_process.start(QIODevice::ReadWrite | QIODevice::Unbuffered);
  }

  ~LocalLink() override { LocalLink::close(); }

  bool waitForStarted() { return m_process.waitForStarted(); }
  [[nodiscard]] QString errorText() const { return m_process.errorString(); }

  Result<void> write(const QByteArray &bytes, std::chrono::milliseconds timeout, std::stop_token stop) override {
    const QDeadlineTimer deadline(timeout);
    if (m_process.write(bytes) != bytes.size()) {
      return lost();
    }
    while (m_process.bytesToWrite() > 0) {
      if (stop.stop_requested()) {
        return cancelled();
      }
      m_process.waitForBytesWritten(static_cast<int>(stopGrain.count()));
      if (m_process.state() != QProcess::Running || deadline.hasExpired()) {
        return lost();
      }
    }
    return {};
  }

  Result<LinkChunk> read(std::chrono::milliseconds timeout, std::stop_token stop) override {
    const QDeadlineTimer deadline(timeout);
    while (true) {
      if (stop.stop_requested()) {
        return cancelled();
      }
      LinkChunk chunk{m_process.readAllStandardOutput(), m_process.readAllStandardError(), false, {}};
      if (!chunk.out.isEmpty() || !chunk.err.isEmpty()) {
        return chunk;
      }
      if (m_process.state() == QProcess::NotRunning) {
        return ended();
      }
      if (deadline.hasExpired()) {
        return chunk;
      }
      const auto wait = std::min<qint64>(stopGrain.count(), deadline.remainingTime());
      m_process.waitForReadyRead(static_cast<int>(wait));
    }
  }

  void close() override {
    if (m_process.state() == QProcess::NotRunning) {
      return;
    }
    // The agent ends by itself when its stdin ends; whatever does not is killed.
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(2000)) {
      m_process.kill();
      m_process.waitForFinished(2000);
    }
  }

 private:
  static Error lost() {
    return {Text::tr("The program on this computer that does the work has ended."),
            Text::tr("Something stopped it, or the computer ran out of memory."),
            Text::tr("Connect again."),
            {}};
  }

  LinkChunk ended() {
    LinkChunk chunk{m_process.readAllStandardOutput(), m_process.readAllStandardError(), true, {}};
    if (m_process.exitStatus() == QProcess::NormalExit) {
      chunk.exitStatus = m_process.exitCode();
    }
    return chunk;
  }

  QProcess m_process;
};

}  // namespace

Result<std::unique_ptr<Link>> openLocalLink(const QStringList &argv) {
  auto link = std::make_unique<LocalLink>(argv);
  if (!link->waitForStarted()) {
    return Error{Text::tr("This computer cannot start %1.").arg(argv.first()),
                 link->errorText(),
                 Text::tr("Nightjar needs a POSIX shell on the runtime."),
                 {},
                 Fault::Failed};
  }
  return std::unique_ptr<Link>(std::move(link));
}

}  // namespace nightjar
