#pragma once

#include "core/choose/page_source.h"

namespace nightjar {

/// Why a page did not come, the same for this computer's network and for the runtime's.
enum class FetchFault {
  TooLarge,
  TooMuch,
  TooSlow,
  Silent,
  NoHost,
  Refused,
  CutOff,
  NotSecure,
  NoTls,
  Redirect,
  Failed
};

/// Who asked for the page: the sentences name it.
enum class Asker { ThisComputer, Runtime };

/// The fault as the agent's verb "pages" names it ("too-large", "refused", …); Failed for a name we do not know.
[[nodiscard]] FetchFault fetchFault(const QString &name);

/// The Error a person reads. `host` is the one that failed, which after a redirect is not the address's; `raw` goes
/// into the details.
[[nodiscard]] Error fetchError(FetchFault fault, const QUrl &address, const QString &host, const FetchLimits &limits,
                               Asker asker, const QString &raw);

/// The same for an answer with a status that is neither 200 nor "no such page".
[[nodiscard]] Error statusError(const QUrl &address, int status, const QString &phrase);

/// Whether `status` means that there is no such page: 403 (what the nightly index says), 404, 410.
[[nodiscard]] constexpr bool isNoSuchPage(int status) {
  return status == 403 || status == 404 || status == 410;
}

}  // namespace nightjar
