#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>
#include <functional>

namespace nightjar::bench {

/// Resident memory of this process in MiB, now; from /proc/self/status.
[[nodiscard]] double residentMib();
/// Makes peakMib() count from now on. False where the kernel does not offer that (/proc/self/clear_refs).
[[nodiscard]] bool resetPeak();
/// The most resident memory since resetPeak(), or since the process began.
[[nodiscard]] double peakMib();

/// Since medians() started this process, loading and linking included.
[[nodiscard]] double millisecondsSinceStart();

[[nodiscard]] double median(QList<double> values);

/// Runs this program `runs` times for each subject, in turns (so that a slow spell of the machine hits all alike), as
/// `<program> --subject NAME <extra>`; each prints one JSON object of numbers. Returns subject → key → median.
[[nodiscard]] QJsonObject medians(const QStringList &subjects, int runs, const QStringList &extra);

}  // namespace nightjar::bench
