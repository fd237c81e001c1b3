#include "core/ssh/host_key.h"

#include "core/base/shell_word.h"
#include "core/base/text.h"
#include "core/ssh/known_hosts.h"

namespace nightjar {

namespace {

QString fingerprintOf(ssh_key key) {
  unsigned char *hash = nullptr;
  size_t size = 0;
  if (ssh_get_publickey_hash(key, SSH_PUBLICKEY_HASH_SHA256, &hash, &size) != SSH_OK) return {};
  const SshText text(ssh_get_fingerprint_hash(SSH_PUBLICKEY_HASH_SHA256, hash, size));
  ssh_clean_pubkey_hash(&hash);
  return QString::fromLatin1(text.get());
}

QString factsOf(const QString &type, const QString &fingerprint) {
  return Text::tr("The server's key now: %1 %2").arg(type, fingerprint);
}

Error refusedKey(const SshConfig &config, const KnownHost &known, const QString &facts) {
  const QString where = Text::tr("%1, line %2").arg(known.file, QString::number(known.line));
  const QString remove =
      QStringLiteral("ssh-keygen -f %1 -R %2").arg(shellWord(known.file), shellWord(knownHostsName(config)));
  if (known.state == KnownHost::State::Revoked) {
    return {Text::tr("The host key of %1 was revoked.").arg(config.typedHost),
            Text::tr("%1 says that this key must no longer be trusted.").arg(where),
            Text::tr("Ask whoever runs the machine for a new key. Nothing was sent to it."),
            facts,
            Fault::Unreachable,
            true};
  }
  const QString why =
      known.state == KnownHost::State::Changed
          ? Text::tr(
                "The server's key is not the one recorded in %1. Either the runtime was made anew, or someone "
                "stands in between.")
                .arg(where)
          : Text::tr(
                "%1 records a key of type %2, and the server shows another type. Either its keys were made anew, or "
                "someone stands in between.")
                .arg(where, known.recordedType);
  return {Text::tr("The host key of %1 has changed.").arg(config.typedHost),
          why,
          Text::tr("If you know why it changed, remove the old key with: %1\nThen connect again and compare the new "
                   "fingerprint. Nothing was sent to the server.")
              .arg(remove),
          facts,
          Fault::Unreachable,
          true};
}

Error notAccepted(const SshConfig &config, const QString &facts) {
  return {Text::tr("The host key of %1 was not accepted.").arg(config.typedHost),
          Text::tr("This computer has not connected to it before, and nobody confirmed its key."),
          Text::tr("Compare the fingerprint with the one the provider shows, then accept it (--accept-new-host-key in "
                   "the terminal)."),
          facts,
          Fault::Unreachable,
          true};
}

}  // namespace

Result<void> checkHostKey(const Session &session, bool acceptNew, Prompter &prompter, const std::stop_token &stop) {
  const SshConfig &config = session.config();
  ssh_key raw = nullptr;
  if (ssh_get_server_publickey(session.handle(), &raw) != SSH_OK) {
    return Error{Text::tr("The server showed no host key."), Text::tr("The handshake did not come to an end."),
                 Text::tr("Try again."), session.details(), Fault::Unreachable};
  }
  const KeyHandle key(raw);
  const QString type = QString::fromLatin1(ssh_key_type_to_char(ssh_key_type(raw)));
  const QString fingerprint = fingerprintOf(raw);
  const QString facts = (QStringList{factsOf(type, fingerprint)} + config.notes).join(u'\n');
  const KnownHost known = lookUpHostKey(config, raw);
  if (known.state == KnownHost::State::Known) return {};
  if (known.state != KnownHost::State::Unknown) return refusedKey(config, known, facts);
  const bool accepted = acceptNew || prompter.acceptHostKey({config.typedHost, config.port, type, fingerprint});
  if (stop.stop_requested()) return cancelled();
  if (!accepted) return notAccepted(config, facts);
  return rememberHostKey(config, raw);
}

}  // namespace nightjar
