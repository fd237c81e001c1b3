#include "core/connect/destination.h"

#include <QRegularExpression>
#include <optional>

#include "core/base/text.h"

namespace nightjar {

namespace {

/// Not anchored to RFC 1123: aliases of ssh_config have underscores, and a name that does not resolve says so itself.
const QRegularExpression &hostPattern() {
  static const QRegularExpression pattern(QStringLiteral(R"(\A[A-Za-z0-9_][A-Za-z0-9._-]{0,252}\z)"));
  return pattern;
}

/// Digits, colons, an IPv4 tail, and an interface after '%'. The resolver judges the rest.
const QRegularExpression &addressPattern() {
  static const QRegularExpression pattern(
      QStringLiteral(R"(\A[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]{1,32})?\z)"));
  return pattern;
}

/// '@' and '+' occur in the user names of clouds and directories; nothing here means anything to a shell.
const QRegularExpression &userPattern() {
  static const QRegularExpression pattern(QStringLiteral(R"(\A[A-Za-z0-9_][A-Za-z0-9._+@=-]{0,127}\z)"));
  return pattern;
}

struct HostAndPort {
  QString host;
  std::optional<QString> port;
  bool address = false;
};

/// Splits `host:port`. More than one colon outside of brackets is a bare IPv6 address, which has no port.
Result<HostAndPort> splitPort(const QString &text) {
  if (text.startsWith(u'[')) {
    const auto end = text.indexOf(u']');
    const QString after = end < 0 ? QString() : text.mid(end + 1);
    if (end < 0 || (!after.isEmpty() && !after.startsWith(u':'))) {
      return targetError(Text::tr("“%1” is not an address.").arg(quotable(text)),
                         Text::tr("An IPv6 address stands in brackets, with the port behind them."),
                         Text::tr("Type it like [2001:db8::1]:22."));
    }
    return HostAndPort{text.mid(1, end - 1), after.isEmpty() ? std::nullopt : std::optional(after.mid(1)), true};
  }
  const auto colons = text.count(u':');
  if (colons == 0) return HostAndPort{text, {}, false};
  if (colons > 1) return HostAndPort{text, {}, true};
  return HostAndPort{text.section(u':', 0, 0), text.section(u':', 1), false};
}

/// Takes `ssh://` or `tcp://` and a trailing slash off; other schemes are no way to a machine.
Result<QString> withoutScheme(const QString &word) {
  const auto end = word.indexOf(QStringLiteral("://"));
  if (end < 0) return word;
  const QString scheme = word.left(end).toLower();
  if (scheme != QStringLiteral("ssh") && scheme != QStringLiteral("tcp")) {
    return targetError(Text::tr("“%1” is not a way to a runtime.").arg(quotable(word)),
                       Text::tr("Addresses that begin with ssh:// or tcp:// are understood, web addresses are not."));
  }
  QString rest = word.mid(end + 3);
  if (rest.endsWith(u'/')) rest.chop(1);
  return rest;
}

Result<void> checkHost(const HostAndPort &place) {
  const auto &pattern = place.address ? addressPattern() : hostPattern();
  if (pattern.match(place.host).hasMatch()) return {};
  if (place.host.isEmpty()) {
    return targetError(Text::tr("The host is missing."), Text::tr("There is a user or a port, but no machine's name."));
  }
  return targetError(Text::tr("“%1” is not a host's name.").arg(quotable(place.host)),
                     Text::tr("A host's name has letters, digits, dots, hyphens and underscores and does not begin "
                              "with a hyphen."));
}

}  // namespace

QString quotable(const QString &text) {
  QString line;
  for (const QChar c : text.simplified().left(80)) line += c.isPrint() || c.isSurrogate() ? c : QChar(u'?');
  return text.size() > 80 ? line + u'…' : line;
}

Error targetError(const QString &what, const QString &why, const QString &fix) {
  const QString usual = Text::tr(
      "Type user@host, host:port, ssh://user@host:port, a name from your ssh_config, a whole ssh command, a saved "
      "profile's name, local or practice.");
  return {what, why, fix.isEmpty() ? usual : fix, {}, Fault::Usage};
}

Result<quint16> parsePort(const QString &digits) {
  static const QRegularExpression number(QStringLiteral(R"(\A[0-9]{1,5}\z)"));
  const uint port = number.match(digits).hasMatch() ? digits.toUInt() : 0;
  if (port >= 1 && port <= 65535) return static_cast<quint16>(port);
  return targetError(Text::tr("“%1” is not a port.").arg(quotable(digits)),
                     Text::tr("A port is a number from 1 to 65535."));
}

Result<void> checkUser(const QString &user) {
  if (userPattern().match(user).hasMatch()) return {};
  if (user.contains(u':')) {
    return targetError(Text::tr("The target holds a password."),
                       Text::tr("A password in a target would end up in lists, profiles and logs."),
                       Text::tr("Type the target without it; Nightjar asks for the password when the host wants one."));
  }
  return targetError(Text::tr("“%1” is not a user's name.").arg(quotable(user)),
                     Text::tr("A user's name has letters, digits and the signs . _ + @ = - and does not begin with a "
                              "sign other than an underscore."));
}

Result<Target> parseDestination(const QString &word) {
  const auto rest = withoutScheme(word);
  if (!rest) return rest.error();
  const auto at = rest->lastIndexOf(u'@');  // the last: users of directories have an '@' of their own
  Target target;
  target.text = word;
  if (at >= 0) {
    target.user = rest->left(at);
    if (const auto user = checkUser(target.user); !user) return user.error();
  }
  const auto place = splitPort(rest->mid(at + 1));
  if (!place) return place.error();
  if (const auto host = checkHost(*place); !host) return host.error();
  target.host = place->host;
  if (place->port) {
    const auto port = parsePort(*place->port);
    if (!port) return port.error();
    target.port = *port;
  }
  return target;
}

}  // namespace nightjar
