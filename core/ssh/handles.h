#pragma once

#include <libssh/libssh.h>

#include <memory>
#include <type_traits>

namespace nightjar {

/// Frees what libssh handed out. Order matters (libssh 0.10): freeing a session frees its channels, so a channel's
/// handle must be gone before its session's. Declare the session first and the channel after it.
struct SshFree {
  void operator()(ssh_session session) const {
    ssh_disconnect(session);
    ssh_free(session);
  }
  void operator()(ssh_channel channel) const { ssh_channel_free(channel); }
  void operator()(ssh_key key) const { ssh_key_free(key); }
  void operator()(char *text) const { ssh_string_free_char(text); }
};

template <typename T>
using SshHandle = std::unique_ptr<std::remove_pointer_t<T>, SshFree>;

using SessionHandle = SshHandle<ssh_session>;
using ChannelHandle = SshHandle<ssh_channel>;
using KeyHandle = SshHandle<ssh_key>;
using SshText = std::unique_ptr<char, SshFree>;

}  // namespace nightjar
