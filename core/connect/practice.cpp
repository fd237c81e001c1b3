#include "core/connect/practice.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>

#include "core/base/text.h"
#include "core/connect/practice_process.h"

namespace nightjar {

namespace {

/// Where environments of gigabytes may lie: the cache place is a disk, the system's temporary place is often memory.
/// A path with odd characters would not survive sshd's configuration file, so it is passed over.
QStringList possibleParents() {
  static const QRegularExpression plain(QStringLiteral(R"(\A[A-Za-z0-9._/+-]+\z)"));
  const QString cache = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation);
  const QString own = cache + QStringLiteral("/nightjar");
  QStringList parents;
  if (!cache.isEmpty() && plain.match(own).hasMatch()) {
    constexpr auto onlyOurs = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    if (QDir(own).exists() || (QDir().mkpath(cache) && QDir().mkdir(own, onlyOurs))) parents << own;
  }
  return parents << QDir::tempPath();
}

/// A new private folder (0700).
Result<std::unique_ptr<QTemporaryDir>> makeFolder() {
  QString problem;
  for (const QString &parent : possibleParents()) {
    auto folder = std::make_unique<QTemporaryDir>(parent + QStringLiteral("/nightjar-practice-XXXXXX"));
    if (folder->isValid()) return folder;
    problem = folder->errorString();
  }
  return Error{Text::tr("There is no place for the practice runtime."),
               Text::tr("Neither your cache folder nor the system's temporary folder can be written."),
               Text::tr("Free some space or set TMPDIR to a folder you can write to."), problem, Fault::Failed};
}

Error notWritten(const QString &path, const QString &details) {
  return {Text::tr("The practice runtime could not be set up."), Text::tr("%1 cannot be written.").arg(path),
          Text::tr("Free some space on that disk and try again."), details, Fault::Failed};
}

/// The programs and samples of resources/practice as files, where Python can run them.
Result<void> writePrograms(const QString &folder) {
  const QDir source(QStringLiteral(":/practice"));
  QDirIterator files(source.path(), QDir::Files, QDirIterator::Subdirectories);
  while (files.hasNext()) {
    QFile from(files.next());
    const QString path = folder + u'/' + source.relativeFilePath(from.fileName());
    QFile to(path);
    QDir().mkpath(QFileInfo(path).path());
    if (!from.open(QIODevice::ReadOnly) || !to.open(QIODevice::WriteOnly)) return notWritten(path, to.errorString());
    const QByteArray content = from.readAll();
    if (to.write(content) != content.size() || !to.flush()) return notWritten(path, to.errorString());
  }
  return {};
}

}  // namespace

class PracticeRuntime::Private {
 public:
  std::unique_ptr<QTemporaryDir> temporary;  // removes itself, after the process below has ended
  QString folder;                            // canonical
  bool samples = true;
  std::unique_ptr<PracticeProcess> process;
};

PracticeRuntime::PracticeRuntime(std::unique_ptr<Private> content) : d(std::move(content)) {}
PracticeRuntime::~PracticeRuntime() = default;

Result<std::unique_ptr<PracticeRuntime>> PracticeRuntime::start(const QString &wheelsDir, std::stop_token stop) {
  if (!wheelsDir.isEmpty() && !QFileInfo(wheelsDir).isDir()) {
    return Error{Text::tr("The folder of wheels does not exist."),
                 Text::tr("%1 is not a folder.").arg(wheelsDir),
                 Text::tr("Name a folder with wheels, or leave the option out to practise with samples."),
                 {},
                 Fault::Usage};
  }
  auto temporary = makeFolder();
  if (!temporary) return temporary.error();
  auto content = std::make_unique<Private>();
  content->temporary = std::move(*temporary);
  content->folder = QDir(content->temporary->path()).canonicalPath();
  content->samples = wheelsDir.isEmpty();
  if (const auto written = writePrograms(content->folder + QStringLiteral("/index")); !written) return written.error();
  // An empty ssh_config stands for none; the environment root is there so that its disk can be measured.
  QFile config(content->folder + QStringLiteral("/ssh_config"));
  if (!config.open(QIODevice::WriteOnly) || !QDir(content->folder).mkdir(QStringLiteral("nightjar"))) {
    return notWritten(content->folder, config.errorString());
  }
  const QString wheels = wheelsDir.isEmpty() ? QString() : QFileInfo(wheelsDir).absoluteFilePath();
  auto process = PracticeProcess::start(content->folder, wheels, stop);
  if (!process) return process.error();
  content->process = std::move(*process);
  return std::unique_ptr<PracticeRuntime>(new PracticeRuntime(std::move(content)));
}

bool PracticeRuntime::hasSsh() const {
  return d->process->sshPort != 0;
}

QString PracticeRuntime::note() const {
  if (hasSsh()) return {};
  if (d->process->sshProblem == QStringLiteral("missing")) {
    return Text::tr("No SSH server (sshd) is installed on this computer, so practice runs here without SSH.");
  }
  return Text::tr("The practice SSH server did not start, so practice runs here without SSH.");
}

Target PracticeRuntime::sshTarget() const {
  return {Target::Kind::Ssh,   QStringLiteral("practice"), QStringLiteral("127.0.0.1"),
          d->process->sshPort, d->process->sshUser,        d->folder + QStringLiteral("/user_key")};
}

ConnectOptions PracticeRuntime::sshOptions() const {
  ConnectOptions options;
  options.knownHostsFile = d->folder + QStringLiteral("/known_hosts");
  options.configFile = d->folder + QStringLiteral("/ssh_config");
  return options;
}

QString PracticeRuntime::indexUrl() const {
  return QStringLiteral("http://127.0.0.1:%1/whl/nightly").arg(d->process->indexPort);
}

QString PracticeRuntime::root() const {
  return d->folder + QStringLiteral("/nightjar");
}

bool PracticeRuntime::hasSamples() const {
  return d->samples;
}

}  // namespace nightjar
