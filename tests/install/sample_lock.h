#pragma once

#include <QCryptographicHash>

#include "core/install/lock.h"

namespace nightjar::test {

/// What stands for the bytes of a wheel of `file`.
inline QByteArray wheelBytes(const QString &file) {
  return QByteArray(700, 'w') + file.toLatin1();
}

inline LockedPackage locked(const QString &name, const QString &version, const QString &tags) {
  const QString file = QString(name).replace('-', '_') + '-' + version + '-' + tags + ".whl";
  const QByteArray bytes = wheelBytes(file);
  return {name,
          version,
          file,
          "https://example.org/whl/nightly/cu130/" + QString(file).replace('+', "%2B"),
          QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex()),
          bytes.size()};
}

inline Lock sampleLock() {
  const QString linux_ = "cp312-cp312-manylinux_2_28_x86_64";
  Lock lock;
  lock.build = "20261121-cu130";
  lock.date = QDate(2026, 11, 21);
  lock.variant = "cu130";
  lock.index = "https://example.org/whl/nightly/cu130";
  lock.python = "3.12";
  lock.pythonVersion = "3.12.4";
  lock.torchCommit = QString(40, 'a');
  lock.packages = {locked("torch", "2.16.0.dev20261121+cu130", linux_),
                   locked("torchvision", "0.31.0.dev20261121+cu130", linux_),
                   locked("nvidia-cublas", "13.1.0.3", "py3-none-manylinux_2_27_x86_64"),
                   locked("typing_extensions", "4.15.0", "py3-none-any")};
  return lock;
}

}  // namespace nightjar::test
