#include "core/ssh/resolve.h"

#include <netdb.h>

#include <atomic>
#include <cstring>
#include <memory>
#include <thread>

#include "core/base/text.h"

namespace nightjar {

namespace {

/// Shared with the helper thread, which may outlive the wait; so the loop it wakes is part of it.
struct Lookup {
  QByteArray host;
  QByteArray port;
  addrinfo hints{};
  PollLoop answered;
  std::atomic<bool> done = false;
  int code = 0;
  std::vector<SocketAddress> addresses;

  void run() {
    addrinfo *list = nullptr;
    code = ::getaddrinfo(host.constData(), port.constData(), &hints, &list);
    for (const addrinfo *entry = list; entry != nullptr; entry = entry->ai_next) {
      SocketAddress address;
      std::memcpy(&address.storage, entry->ai_addr, entry->ai_addrlen);
      address.size = entry->ai_addrlen;
      addresses.push_back(address);
    }
    if (list != nullptr) ::freeaddrinfo(list);
    done = true;
    answered.wakeUp();
  }
};

int familyNumber(SshConfig::Family family) {
  switch (family) {
    case SshConfig::Family::V4: return AF_INET;
    case SshConfig::Family::V6: return AF_INET6;
    case SshConfig::Family::Any: break;
  }
  return AF_UNSPEC;
}

Error notResolved(const SshConfig &config, int code) {
  const bool unknown = code == EAI_NONAME || code == EAI_FAIL;
  return {Text::tr("The name %1 was not found.").arg(config.host),
          unknown ? Text::tr("No name server knows it.")
                  : Text::tr("The name server gave no answer; this computer may be offline."),
          Text::tr("Check the spelling. A runtime that was stopped and started again often has a new name or address: "
                   "copy it anew from the provider's page."),
          QString::fromLocal8Bit(::gai_strerror(code)), Fault::Unreachable};
}

Error lookupTimedOut(const SshConfig &config) {
  return {Text::tr("Looking up the name %1 took too long.").arg(config.host),
          Text::tr("The name server did not answer in time."),
          Text::tr("Check this computer's network and try again."),
          {},
          Fault::Unreachable};
}

}  // namespace

Result<std::vector<SocketAddress>> resolve(const SshConfig &config, Deadline deadline, const std::stop_token &stop) {
  const auto lookup = std::make_shared<Lookup>();
  lookup->host = config.host.toUtf8();
  lookup->port = QByteArray::number(config.port);
  lookup->hints.ai_family = familyNumber(config.family);
  lookup->hints.ai_socktype = SOCK_STREAM;
  lookup->hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  lookup->run();  // an address needs no name server, and so no thread
  if (lookup->code != 0) {
    lookup->hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV;
    lookup->done = false;
    std::thread([lookup] { lookup->run(); }).detach();
  }
  while (!lookup->done) {
    const Wake wake = lookup->answered.wait({}, deadline, stop);
    if (wake == Wake::Stopped) return cancelled();
    if (wake == Wake::TimedOut && !lookup->done) return lookupTimedOut(config);
  }
  if (lookup->code != 0 || lookup->addresses.empty()) return notResolved(config, lookup->code);
  return lookup->addresses;
}

}  // namespace nightjar
