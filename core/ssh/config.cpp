#include "core/ssh/config.h"

#include <QDir>
#include <QFileInfo>
#include <QHash>
#include <QSet>
#include <array>

#include "core/base/text.h"
#include "core/ssh/ssh_config.h"
#include "core/ssh/untrusted.h"

namespace nightjar {

namespace {

// What OpenSSH would heed and we do not. Said in the details of an error, where it may be the reason.
constexpr std::array unheeded = {
    "certificatefile",       "bindaddress",         "bindinterface",
    "canonicalizehostname",  "checkhostip",         "hostbasedauthentication",
    "pkcs11provider",        "securitykeyprovider", "preferredauthentications",
    "proxyusefdpass",        "revokedhostkeys",     "match",
    "stricthostkeychecking", "verifyhostkeydns",    "knownhostscommand",
    "remotecommand",
};
// Handed on to libssh as they are.
constexpr std::array algorithmKeywords = {
    "ciphers",    "macs", "kexalgorithms", "hostkeyalgorithms", "pubkeyacceptedalgorithms", "pubkeyacceptedkeytypes",
    "compression"};
// The order of OpenSSH's own defaults, without hardware keys (libssh 0.10 cannot use them).
constexpr std::array usualKeys = {"id_rsa", "id_ecdsa", "id_ed25519"};

QString localUser() {
  for (const char *variable : {"USER", "LOGNAME", "USERNAME"}) {
    if (QString name = qEnvironmentVariable(variable); !name.isEmpty()) return name;
  }
  return QFileInfo(QDir::homePath()).owner();
}

QString sshFolder() {
  return QDir::homePath() + QStringLiteral("/.ssh");
}

QList<ConfigFile> configFiles(const QString &asked) {
  if (asked == u"none") return {};
  if (!asked.isEmpty()) return {{asked, sshFolder()}};
  return {{sshFolder() + QStringLiteral("/config"), sshFolder()},
          {QStringLiteral("/etc/ssh/ssh_config"), QStringLiteral("/etc/ssh")}};
}

QString fromHome(QString path) {
  if (path.startsWith(u"~/")) path.replace(0, 1, QDir::homePath());
  return path;
}

/// ssh_config(5), TOKENS; and a leading `~/`. Values were checked, and are not expanded again.
QString expanded(const QString &text, const SshConfig &config) {
  const QHash<QChar, QString> tokens = {
      {u'%', QStringLiteral("%")}, {u'h', config.host},      {u'p', QString::number(config.port)},
      {u'r', config.user},         {u'n', config.typedHost}, {u'u', localUser()},
      {u'd', QDir::homePath()},    {u'k', config.knownAs}};
  QString result;
  for (qsizetype i = 0; i < text.size(); ++i) {
    const bool token = text[i] == u'%' && i + 1 < text.size() && tokens.contains(text[i + 1]);
    result += token ? tokens[text[++i]] : QString(text[i]);
  }
  return fromHome(result);
}

/// The first value of each keyword, and all IdentityFiles.
struct Values {
  QHash<QString, ConfigLine> first;
  QStringList identities;

  [[nodiscard]] QString value(const char *keyword) const {
    const auto line = first.constFind(QLatin1String(keyword));
    return line == first.cend() ? QString() : line->values.first();
  }
  [[nodiscard]] bool isYes(const char *keyword) const { return value(keyword).toLower() == u"yes"; }
};

Values collect(const QList<ConfigLine> &lines) {
  Values values;
  for (const ConfigLine &line : lines) {
    // ProxyJump and ProxyCommand compete: whichever comes first counts.
    const bool lost = (line.keyword == u"proxyjump" && values.first.contains(QStringLiteral("proxycommand"))) ||
                      (line.keyword == u"proxycommand" && values.first.contains(QStringLiteral("proxyjump")));
    if (line.keyword == u"identityfile") {
      values.identities << line.values.first();
    } else if (lost) {
      continue;
    } else if (!values.first.contains(line.keyword)) {
      values.first.insert(line.keyword, line);
    }
  }
  return values;
}

QStringList notesOn(const QList<ConfigLine> &lines) {
  static const QSet<QString> keywords(unheeded.cbegin(), unheeded.cend());
  QStringList notes;
  for (const ConfigLine &line : lines) {
    if (!keywords.contains(line.keyword)) continue;
    notes << Text::tr("%1, line %2: %3 has no effect here.").arg(line.file, QString::number(line.line), line.keyword);
  }
  return notes;
}

QStringList filesOf(const Values &values, const char *keyword, const QStringList &otherwise, const SshConfig &config) {
  const auto line = values.first.constFind(QLatin1String(keyword));
  QStringList files;
  for (const QString &file : line == values.first.cend() ? otherwise : line->values) {
    if (file != u"none") files << expanded(file, config);
  }
  return files;
}

QString agentSocket(const Values &values, const SshConfig &config) {
  const QString asked = values.value("identityagent");
  if (asked == u"none") return {};
  if (asked.isEmpty() || asked == u"SSH_AUTH_SOCK") return qEnvironmentVariable("SSH_AUTH_SOCK");
  if (asked.startsWith(u'$')) return qEnvironmentVariable(asked.mid(1).remove(u'{').remove(u'}').toUtf8().constData());
  return expanded(asked, config);
}

/// ProxyJump becomes OpenSSH's own client, as OpenSSH does it, but as an argv: no shell reads the names. The hop
/// nearest to the runtime is connected to, the others are its jumps.
QStringList jumpArgv(const QString &jumps, const SshConfig &config, const QString &configFile) {
  QStringList hops = jumps.split(u',', Qt::SkipEmptyParts);
  if (hops.isEmpty()) return {};
  const QString last = hops.takeLast().trimmed();
  QStringList argv{QStringLiteral("ssh")};
  if (!configFile.isEmpty()) argv << QStringLiteral("-F") << configFile;
  if (!hops.isEmpty()) argv << QStringLiteral("-J") << hops.join(u',');
  argv << QStringLiteral("-W") << QStringLiteral("[%1]:%2").arg(config.host, QString::number(config.port));
  argv << QStringLiteral("--");
  argv << (last.startsWith(u"ssh://") ? last : QStringLiteral("ssh://") + last);
  return argv;
}

QStringList proxyArgv(const Values &values, const SshConfig &config, const QString &configFile) {
  const QString jump = values.value("proxyjump");
  if (!jump.isEmpty() && jump.toLower() != u"none") return jumpArgv(jump, config, configFile);
  const auto command = values.first.constFind(QStringLiteral("proxycommand"));
  if (command == values.first.cend() || command->rest.toLower() == u"none") return {};
  const QString shell = qEnvironmentVariable("SHELL", QStringLiteral("/bin/sh"));
  const QString line = expanded(command->rest, config);
  return {shell, QStringLiteral("-c"), line.startsWith(u"exec ") ? line : QStringLiteral("exec ") + line};
}

Result<void> checkNames(const SshConfig &config) {
  if (isSafeHost(config.typedHost) && isSafeHost(config.host) && isSafeUser(config.user)) return {};
  const bool host = !isSafeHost(config.typedHost) || !isSafeHost(config.host);
  return Error{host ? Text::tr("This host name cannot be used.") : Text::tr("This user name cannot be used."),
               Text::tr("It is empty, starts with '-' or has characters that names do not have."),
               Text::tr("Check what you typed, and HostName and User in your ssh_config."),
               host ? config.host : config.user, Fault::Unreachable};
}

SshConfig::Family familyOf(const QString &value) {
  if (value == u"inet") return SshConfig::Family::V4;
  return value == u"inet6" ? SshConfig::Family::V6 : SshConfig::Family::Any;
}

void applyNames(SshConfig &config, const Target &target, const Values &values) {
  const QString hostName = values.value("hostname");
  config.host = hostName.isEmpty() ? target.host : QString(hostName).replace(QStringLiteral("%h"), target.host);
  config.user = !target.user.isEmpty() ? target.user : values.value("user");
  if (config.user.isEmpty()) config.user = localUser();
  const quint16 port = values.value("port").toUShort();
  config.port = target.port != 0 ? target.port : port != 0 ? port : quint16{22};
  const QString alias = values.value("hostkeyalias");
  config.hasAlias = !alias.isEmpty();
  config.knownAs = (config.hasAlias ? alias : config.host).toLower();
}

void applyFiles(SshConfig &config, const Target &target, const ConnectOptions &options, const Values &values) {
  config.explicitIdentity = fromHome(options.identityFile.isEmpty() ? target.identityFile : options.identityFile);
  for (const QString &file : values.identities) {
    if (file != u"none") config.identityFiles << expanded(file, config);
  }
  if (values.identities.isEmpty()) {
    for (const char *name : usualKeys) config.identityFiles << sshFolder() + u'/' + QLatin1String(name);
  }
  config.identityFiles.removeAll(config.explicitIdentity);
  config.knownHostsFiles =
      options.knownHostsFile.isEmpty()
          ? filesOf(values, "userknownhostsfile",
                    {sshFolder() + QStringLiteral("/known_hosts"), sshFolder() + QStringLiteral("/known_hosts2")},
                    config)
          : QStringList{options.knownHostsFile};
  config.globalKnownHostsFiles =
      filesOf(values, "globalknownhostsfile", {QStringLiteral("/etc/ssh/ssh_known_hosts")}, config);
  config.agentSocket = agentSocket(values, config);
}

}  // namespace

Result<SshConfig> resolveConfig(const Target &target, const ConnectOptions &options) {
  const auto lines = readSshConfig(configFiles(options.configFile), target.host, target.user, localUser());
  const Values values = collect(lines);
  SshConfig config;
  config.typedHost = target.host;
  applyNames(config, target, values);
  // Before anything is expanded: what comes after may become part of a command line (CVE-2023-6004).
  if (auto checked = checkNames(config); !checked) return checked.error();
  applyFiles(config, target, options, values);
  config.identitiesOnly = values.isYes("identitiesonly");
  config.family = familyOf(values.value("addressfamily").toLower());
  config.proxyArgv = proxyArgv(values, config, options.configFile);
  for (const char *keyword : algorithmKeywords) {
    if (const QString list = values.value(keyword); !list.isEmpty())
      config.algorithms.append({QLatin1String(keyword), list});
  }
  config.notes = notesOn(lines);
  return config;
}

}  // namespace nightjar
