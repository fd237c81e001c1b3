#include "core/ssh/key_file.h"

#include <QFile>
#include <QFileInfo>

#include "core/base/text.h"

namespace nightjar {

namespace {

constexpr qint64 largestKey = 256 * 1024;

Error missing(const QString &path) {
  return {Text::tr("The key file %1 is not there.").arg(path),
          Text::tr("No file has this name."),
          Text::tr("Check the path. A path from another computer has to be replaced by where the key is on this one."),
          {},
          Fault::Unreachable};
}

Error unreadable(const QString &path, const QString &reason) {
  return {Text::tr("The key file %1 cannot be read.").arg(path), Text::tr("This computer does not let you read it."),
          Text::tr("Change its owner or permissions so that you can read it."), reason, Fault::Unreachable};
}

Error openToOthers(const QString &path) {
  return {Text::tr("The key file %1 is open to others.").arg(path),
          Text::tr("Its permissions let other people on this computer read it, so it is no longer a secret."),
          Text::tr("Make it yours alone, then try again: chmod 600 '%1'").arg(path),
          {},
          Fault::Unreachable};
}

Error isPublic(const QString &path) {
  const QString privatePath = path.endsWith(u".pub") ? path.chopped(4) : QString();
  return {Text::tr("%1 is a public key.").arg(path),
          Text::tr("Logging in needs the private key, its other half."),
          privatePath.isEmpty() ? Text::tr("Choose the file of the same name without \".pub\".")
                                : Text::tr("Choose %1 instead.").arg(privatePath),
          {},
          Fault::Unreachable};
}

Error noKey(const QString &path, bool putty) {
  return {Text::tr("%1 is no private key this program can use.").arg(path),
          putty ? Text::tr("It is in PuTTY's format.") : Text::tr("It is damaged, cut off, or of an unknown format."),
          putty ? Text::tr("Convert it: puttygen '%1' -O private-openssh -o id_converted").arg(path)
                : Text::tr("Choose a key made by ssh-keygen, or copy it again as a whole."),
          {},
          Fault::Unreachable};
}

bool looksPublic(const QByteArray &content) {
  const QByteArray start = content.trimmed().left(40);
  return start.startsWith("ssh-") || start.startsWith("ecdsa-sha2-") || start.startsWith("sk-") ||
         start.startsWith("-----BEGIN PUBLIC KEY") || start.startsWith("---- BEGIN SSH2 PUBLIC");
}

int noteThatLocked(const char * /*prompt*/, char * /*buffer*/, size_t /*size*/, int /*echo*/, int /*verify*/,
                   void *locked) {
  *static_cast<bool *>(locked) = true;
  return -1;
}

/// New-format keys carry their public half in the clear; for others there may be a .pub beside them.
KeyHandle publicHalf(const QString &path, const QByteArray &content) {
  ssh_key key = nullptr;
  const bool inside = content.trimmed().startsWith("-----BEGIN OPENSSH");
  const QString file = inside ? path : path + QStringLiteral(".pub");
  ssh_pki_import_pubkey_file(QFile::encodeName(file).constData(), &key);
  return KeyHandle(key);
}

}  // namespace

Result<KeyFile> readKeyFile(const QString &path) {
  QFile file(path);
  if (!QFileInfo(path).isFile()) return missing(path);
  if (!file.open(QIODevice::ReadOnly)) return unreadable(path, file.errorString());
  KeyFile key{path, file.read(largestKey), nullptr, nullptr};
  if (looksPublic(key.content)) return isPublic(path);
#ifdef Q_OS_UNIX
  constexpr auto others =
      QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
  if ((file.permissions() & others) != 0) return openToOthers(path);
#endif
  bool locked = false;
  ssh_key raw = nullptr;
  ssh_pki_import_privkey_base64(key.content.constData(), nullptr, noteThatLocked, &locked, &raw);
  key.privateKey.reset(raw);
  if (!key.privateKey && !locked) return noKey(path, key.content.startsWith("PuTTY-User-Key"));
  if (key.privateKey) {
    ssh_key half = nullptr;
    ssh_pki_export_privkey_to_pubkey(raw, &half);
    key.publicKey.reset(half);
  } else {
    key.publicKey = publicHalf(path, key.content);
  }
  return key;
}

bool unlock(KeyFile &key, const QString &passphrase) {
  ssh_key raw = nullptr;
  // An empty passphrase would make libssh ask by itself.
  if (passphrase.isEmpty()) return false;
  ssh_pki_import_privkey_base64(key.content.constData(), passphrase.toUtf8().constData(), nullptr, nullptr, &raw);
  key.privateKey.reset(raw);
  return key.privateKey != nullptr;
}

}  // namespace nightjar
