#include "core/ssh/known_hosts.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <functional>

#include "core/base/text.h"

namespace nightjar {

namespace {

struct Entry {
  const QString &file;
  int line;
  bool revoked;
  ssh_key key;
};

/// Shows `visit` every readable line about the host.
void forEachEntry(const SshConfig &config, const std::function<void(const Entry &)> &visit) {
  const QByteArray name = knownHostsName(config).toUtf8();
  for (const QString &path : config.knownHostsFiles + config.globalKnownHostsFiles) {
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly)) continue;
    for (int number = 1; !file.atEnd(); ++number) {
      QByteArray line = file.readLine().trimmed();
      const bool revoked = line.startsWith("@revoked");
      if (revoked) line = line.mid(8).trimmed();
      if (line.isEmpty() || line.startsWith('#') || line.startsWith('@')) continue;
      ssh_knownhosts_entry *entry = nullptr;
      if (ssh_known_hosts_parse_line(name.constData(), line.constData(), &entry) != SSH_OK) continue;
      visit({path, number, revoked, entry->publickey});
      ssh_knownhosts_entry_free(entry);
    }
  }
}

Error cannotRemember(const QString &file, const QString &reason) {
  return {Text::tr("The host key could not be saved."), Text::tr("%1 cannot be written.").arg(file),
          Text::tr("Make the file writable, or name another one with --known-hosts."), reason, Fault::Unreachable};
}

}  // namespace

QString knownHostsName(const SshConfig &config) {
  if (config.port == 22 || config.hasAlias) return config.knownAs;
  return u'[' + config.knownAs + QStringLiteral("]:") + QString::number(config.port);
}

KnownHost lookUpHostKey(const SshConfig &config, ssh_key key) {
  using State = KnownHost::State;
  KnownHost result;
  forEachEntry(config, [&](const Entry &entry) {
    const bool same = ssh_key_cmp(entry.key, key, SSH_KEY_CMP_PUBLIC) == 0;
    const ssh_keytypes_e type = ssh_key_type(entry.key);
    State state = type == ssh_key_type(key) ? State::Changed : State::OtherType;
    if (same) state = entry.revoked ? State::Revoked : State::Known;
    if (entry.revoked && !same) return;
    if (state <= result.state) return;
    result = {state, entry.file, entry.line, QString::fromLatin1(ssh_key_type_to_char(type))};
  });
  return result;
}

QStringList recordedKeyTypes(const SshConfig &config) {
  QStringList types;
  forEachEntry(config, [&types](const Entry &entry) {
    if (entry.revoked) return;
    // The key type "ssh-rsa" signs with these; with SHA-1 no more.
    const ssh_keytypes_e type = ssh_key_type(entry.key);
    types << (type == SSH_KEYTYPE_RSA ? QStringLiteral("rsa-sha2-512,rsa-sha2-256")
                                      : QString::fromLatin1(ssh_key_type_to_char(type)));
  });
  types.removeDuplicates();
  return types;
}

Result<void> rememberHostKey(const SshConfig &config, ssh_key key) {
  char *base64 = nullptr;
  if (ssh_pki_export_pubkey_base64(key, &base64) != SSH_OK) return cannotRemember({}, {});
  const SshText keyText(base64);
  const QByteArray line =
      knownHostsName(config).toUtf8() + ' ' + ssh_key_type_to_char(ssh_key_type(key)) + ' ' + keyText.get() + '\n';
  if (config.knownHostsFiles.isEmpty()) return cannotRemember(QStringLiteral("known_hosts"), {});
  const QString path = config.knownHostsFiles.first();
  const QString folder = QFileInfo(path).absolutePath();
  if (!QFileInfo::exists(folder) && QDir().mkpath(folder)) {
    QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
  }
  QFile file(path);
  const bool isNew = !file.exists();
  if (!file.open(QIODevice::ReadWrite)) return cannotRemember(path, file.errorString());
  if (isNew) file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
  bool endsOpen = false;
  if (file.size() > 0 && file.seek(file.size() - 1)) endsOpen = file.read(1) != "\n";
  file.seek(file.size());
  const QByteArray bytes = (endsOpen ? QByteArray("\n") : QByteArray()) + line;
  if (file.write(bytes) != bytes.size() || !file.flush()) return cannotRemember(path, file.errorString());
  return {};
}

}  // namespace nightjar
