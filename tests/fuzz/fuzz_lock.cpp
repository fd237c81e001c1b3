#include <QBuffer>
#include <QSet>

#include "core/install/lock.h"
#include "core/install/tar.h"
#include "targets.h"

namespace nightjar::fuzz {

void lock(const QByteArray &input) {
  const auto lock = lockFromBytes(input);
  if (!lock) {
    require(!lock.error().why.isEmpty() && !lock.error().fix.isEmpty(), "a refused lock says why and what to do");
    return;
  }
  require(lockFromBytes(toBytes(*lock)) && *lockFromBytes(toBytes(*lock)) == *lock, "a lock comes back as it went");
  for (const LockedPackage &package : lock->packages) {
    require(!package.file.contains(u'/') && package.file.endsWith(u".whl") && !package.file.startsWith(u'.'),
            "a file is a wheel's name");
    require(!package.name.startsWith(u'-') && !package.version.startsWith(u'-'), "no package looks like an option");
    require(package.sha256.size() == 64, "a hash is one");
  }
}

void tar(const QByteArray &input) {
  QByteArray bytes = input;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::ReadOnly);
  const auto entries = readTar(buffer);
  if (!entries) return;
  QSet<QString> names;
  for (const TarEntry &entry : *entries) {
    require(entry.size >= 0 && entry.offset >= 512 && entry.offset + entry.size <= input.size(), "an entry is inside");
    require(!entry.name.startsWith(u'/') && !entry.name.split(u'/').contains(QStringLiteral("..")),
            "no name leads elsewhere");
    require(!names.contains(entry.name), "each name is there once");
    names.insert(entry.name);
  }
}

}  // namespace nightjar::fuzz
