// What the chosen build's wheels weigh.

#include "core/base/figures.h"
#include "core/base/text.h"
#include "core/choose/build_set.h"
#include "core/choose/choose.h"
#include "core/choose/index_client.h"
#include "core/choose/runtime_pages.h"

namespace nightjar {

namespace {

// The size is a nicety: nobody waits long for it.
constexpr FetchLimits sizeLimits{std::chrono::seconds(5), std::chrono::seconds(8), 0};

constexpr qint64 mostDownload = qint64{1} << 50;  // a server that tells more tells lies

std::optional<qint64> sumOf(const QList<std::optional<qint64>> &sizes) {
  qint64 sum = 0;
  for (const std::optional<qint64> &size : sizes) {
    if (!size || *size > mostDownload - sum) return std::nullopt;
    sum += *size;
  }
  return sizes.isEmpty() ? std::nullopt : std::optional(sum);
}

}  // namespace

std::optional<qint64> downloadBytes(const Build &build, const RuntimeFacts &facts, const IndexWays &ways,
                                    const std::stop_token &stop) {
  if (build.wheels.isEmpty()) return std::nullopt;
  IndexClient here(sizeLimits);
  auto sum = sumOf(here.lengths(build.wheels, stop));
  if (sum || !ways.runtime || stop.stop_requested()) return sum;
  RuntimePages there(*ways.runtime, facts.pipProxy, facts.pipCert, sizeLimits);
  return sumOf(there.lengths(build.wheels, stop));
}

QString downloadText(const Choice &choice) {
  if (!choice.build.downloadBytes) return {};
  const QString size = sizeText(*choice.build.downloadBytes);
  QStringList names = choice.packages;
  names.removeIf([&choice](const QString &package) { return versionOf(choice.build, package).isEmpty(); });
  const QString last = names.isEmpty() ? QString() : names.takeLast();
  const QString all = names.isEmpty() ? last : Text::tr("%1 and %2").arg(names.join(QStringLiteral(", ")), last);
  return Text::tr("%1: %2, and the libraries they need").arg(all, size);
}

}  // namespace nightjar
