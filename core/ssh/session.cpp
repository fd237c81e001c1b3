#include "core/ssh/session.h"

#include <QHash>

#include "core/base/text.h"
#include "core/ssh/handshake.h"
#include "core/ssh/known_hosts.h"
#include "core/ssh/tcp_connect.h"
#include "core/ssh/untrusted.h"

namespace nightjar {

namespace {

/// RunPod's proxy runs nothing without a terminal, and a terminal garbles what we send.
/// Source: RunPod's documentation, "Connect with SSH": the basic proxy supports neither SCP nor SFTP nor commands.
bool isTerminalOnlyProxy(const QString &host) {
  return host.compare(u"ssh.runpod.io", Qt::CaseInsensitive) == 0;
}

Error terminalOnlyProxy(const SshConfig &config) {
  return {
      Text::tr("RunPod's proxy cannot be used."),
      Text::tr("%1 gives terminals only; it does not run programs.").arg(config.host),
      Text::tr("On the pod's Connect page copy the command under \"SSH over exposed TCP\". If it is not there, expose "
               "TCP port 22 for the pod."),
      {},
      Fault::Unreachable};
}

Error proxyNotStarted(const QString &reason) {
  return {Text::tr("The proxy command cannot be started."),
          Text::tr("Your ssh_config names a program that is not there."),
          Text::tr("Check ProxyCommand or ProxyJump in your ssh_config."), reason, Fault::Unreachable};
}

Error optionRefused(const Session &session) {
  return {Text::tr("Your ssh_config cannot be used for this host."),
          Text::tr("One of its lists of algorithms has nothing this program can use."),
          Text::tr("Check Ciphers, MACs, KexAlgorithms and HostKeyAlgorithms for this host."), session.details(),
          Fault::Unreachable};
}

constexpr auto hostKeyTypes =
    QLatin1String("ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,rsa-sha2-512,rsa-sha2-256");

const QHash<QString, QList<ssh_options_e>> &algorithmOptions() {
  static const QHash<QString, QList<ssh_options_e>> table = {
      {QStringLiteral("ciphers"), {SSH_OPTIONS_CIPHERS_C_S, SSH_OPTIONS_CIPHERS_S_C}},
      {QStringLiteral("macs"), {SSH_OPTIONS_HMAC_C_S, SSH_OPTIONS_HMAC_S_C}},
      {QStringLiteral("kexalgorithms"), {SSH_OPTIONS_KEY_EXCHANGE}},
      {QStringLiteral("hostkeyalgorithms"), {SSH_OPTIONS_HOSTKEYS}},
      {QStringLiteral("pubkeyacceptedalgorithms"), {SSH_OPTIONS_PUBLICKEY_ACCEPTED_TYPES}},
      {QStringLiteral("pubkeyacceptedkeytypes"), {SSH_OPTIONS_PUBLICKEY_ACCEPTED_TYPES}},
      {QStringLiteral("compression"), {SSH_OPTIONS_COMPRESSION}},
  };
  return table;
}

}  // namespace

Session::Session(SshConfig config) : m_config(std::move(config)), m_handle(ssh_new()) {}

Session::~Session() = default;

Result<std::unique_ptr<Session>> Session::connect(SshConfig config, std::chrono::milliseconds limit,
                                                  const std::stop_token &stop) {
  ignoreBrokenPipes();
  if (isTerminalOnlyProxy(config.host)) return terminalOnlyProxy(config);
  std::unique_ptr<Session> session(new Session(std::move(config)));
  const Deadline deadline = Clock::now() + limit;
  auto stream = session->openStream(deadline, stop);
  if (!stream) return stream.error();
  if (auto configured = session->configure(); !configured) return configured.error();
  const Handshake handshake{session->handle(), session->config(), session->m_loop, session->m_proxy.get()};
  if (auto done = shakeHands(handshake, std::move(*stream), deadline, limit, stop); !done) return done.error();
  return session;
}

Result<Descriptor> Session::openStream(Deadline deadline, const std::stop_token &stop) {
  if (m_config.proxyArgv.isEmpty()) return connectTcp(m_config, m_loop, deadline, stop);
  QString reason;
  m_proxy = ProxyCommand::start(m_config.proxyArgv, reason);
  if (!m_proxy) return proxyNotStarted(reason);
  return m_proxy->takeSocket();
}

Result<void> Session::configure() {
  ssh_session ssh = m_handle.get();
  const bool readConfig = false;  // ours was read already; libssh's reader would override what follows
  ssh_options_set(ssh, SSH_OPTIONS_PROCESS_CONFIG, &readConfig);
  const int strict = 1;
  ssh_options_set(ssh, SSH_OPTIONS_STRICTHOSTKEYCHECK, &strict);
  // Neither host nor known_hosts: connecting and checking the host key are ours (libssh 0.10 refuses names with an
  // underscore). What is recorded decides which key types we prefer, as in OpenSSH.
  ssh_options_set(ssh, SSH_OPTIONS_USER, m_config.user.toUtf8().constData());
  ssh_options_set(ssh, SSH_OPTIONS_KNOWNHOSTS, "/dev/null");
  ssh_options_set(ssh, SSH_OPTIONS_GLOBAL_KNOWNHOSTS, "/dev/null");
  if (const QStringList types = recordedKeyTypes(m_config); !types.isEmpty()) {
    const QByteArray preferred = (types + QStringList{hostKeyTypes}).join(u',').toLatin1();
    ssh_options_set(ssh, SSH_OPTIONS_HOSTKEYS, preferred.constData());
  }
  for (const auto &[keyword, list] : m_config.algorithms) {
    for (const ssh_options_e option : algorithmOptions().value(keyword)) {
      if (ssh_options_set(ssh, option, list.toUtf8().constData()) != SSH_OK) return optionRefused(*this);
    }
  }
  ssh_set_blocking(ssh, 0);
  return {};
}

Result<int> Session::repeat(const std::function<int()> &call, int again, std::chrono::milliseconds limit,
                            const std::stop_token &stop) {
  const Deadline deadline = Clock::now() + limit;
  for (;;) {
    if (stop.stop_requested()) return cancelled();
    const int code = call();
    if (code != again) return code;
    if (ssh_is_connected(m_handle.get()) == 0) return SSH_ERROR;  // libssh 0.10 would say "again" for ever
    switch (wait(deadline, stop)) {
      case Wake::Ready: break;
      case Wake::Stopped: return cancelled();
      case Wake::TimedOut:
        return Error{Text::tr("%1 stopped answering.").arg(m_config.host),
                     Text::tr("The connection stands, but the server has been silent for %1 seconds.")
                         .arg(std::chrono::duration_cast<std::chrono::seconds>(limit).count()),
                     Text::tr("Try again; if it happens again, restart the runtime."), details(), Fault::Unreachable};
    }
  }
}

Wake Session::wait(Deadline deadline, const std::stop_token &stop) {
  Watch watch{ssh_get_fd(m_handle.get()), true, (ssh_get_poll_flags(m_handle.get()) & SSH_WRITE_PENDING) != 0, false};
  return m_loop.wait({&watch, 1}, deadline, stop);
}

QString Session::details() const {
  QStringList parts;
  if (const QString text = plainText(ssh_get_error(m_handle.get())); !text.isEmpty()) parts << text;
  if (m_proxy) {
    if (const QString text = plainText(m_proxy->said()); !text.isEmpty()) parts << text;
  }
  return (parts + m_config.notes).join(u'\n');
}

QString Session::name() const {
  const QString place = m_config.user + u'@' + m_config.host;
  return m_config.port == 22 ? place : place + u':' + QString::number(m_config.port);
}

}  // namespace nightjar
