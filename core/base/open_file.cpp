#include "core/base/open_file.h"

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#endif

namespace nightjar {

bool openAtOnce(QFile &file, QIODevice::OpenMode mode, QString &why) {
#ifdef Q_OS_UNIX
  const int access = mode.testFlag(QIODevice::WriteOnly) ? O_WRONLY : O_RDONLY;
  const int fd = ::open(QFile::encodeName(file.fileName()).constData(), access | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) {
    why = qt_error_string(errno);
    return false;
  }
  struct stat about {};
  if (::fstat(fd, &about) == 0 && S_ISDIR(about.st_mode)) {
    why = qt_error_string(EISDIR);
    ::close(fd);
    return false;
  }
  ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) & ~O_NONBLOCK);
  const bool opened = file.open(fd, mode, QFileDevice::AutoCloseHandle);
#else
  const bool opened = file.open(mode);
#endif
  if (!opened) why = file.errorString();
  return opened;
}

}  // namespace nightjar
