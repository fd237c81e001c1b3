#include "core/install/wheel_transfer.h"

#include <QFile>
#include <QJsonArray>
#include <algorithm>
#include <array>

#include "core/base/json.h"
#include "core/base/text.h"

namespace nightjar {

namespace {

using Where = WheelState::Where;

constexpr qint64 piece = 1024LL * 1024;

struct StateName {
  const char *name;
  Where where;
};
constexpr std::array stateNames{StateName{"present", Where::Present},   StateName{"available", Where::Available},
                                StateName{"missing", Where::Missing},   StateName{"changed", Where::Changed},
                                StateName{"recorded", Where::Recorded}, StateName{"unreachable", Where::Unreachable}};

Where whereOf(const QString &name) {
  const auto *const found = std::find_if(stateNames.begin(), stateNames.end(),
                                         [&](const StateName &row) { return name == QLatin1String(row.name); });
  return found == stateNames.end() ? Where::Missing : found->where;
}

QString line(const WheelState &state) {
  return state.details.isEmpty() ? state.package.file : state.package.file + ": " + state.details;
}

/// The files in this state, a line each.
QStringList linesOf(const QList<WheelState> &states, Where where) {
  QStringList lines;
  for (const WheelState &state : states)
    if (state.where == where) lines.append(line(state));
  return lines;
}

QString namesOf(const QList<WheelState> &states, std::initializer_list<Where> wheres) {
  QStringList names;
  for (const WheelState &state : states)
    if (std::find(wheres.begin(), wheres.end(), state.where) != wheres.end()) names.append(state.package.file);
  return names.join(QStringLiteral(", "));
}

Error sendingBroke(Error error) {
  if (error.fault != Fault::Unreachable) return error;
  error.why = Text::tr("The network, the tunnel or the machine went away while the wheels were sent.");
  error.fix = Text::tr("Run the same command again: what has arrived is not sent a second time.");
  return error;
}

Error strangeAnswer(qint64 size) {
  return {Text::tr("The runtime's answer makes no sense."),
          Text::tr("It says to have %1 bytes of a wheel.").arg(size),
          Text::tr("Run the same command again."),
          {}};
}

/// Piece by piece; the runtime says where the next one begins. It may have a part of the wheel from an earlier time,
/// and once it may find that part damaged.
Result<void> sendOne(Agent &agent, const QJsonObject &about, QFile &tar, const TarEntry &entry,
                     const std::function<void(qint64 bytes, qint64 found)> &sent, std::stop_token stop) {
  qint64 offset = 0;
  bool wentBack = false;
  while (true) {
    tar.seek(entry.offset + offset);
    const QByteArray bytes = tar.read(std::min(piece, entry.size - offset));
    if (bytes.isEmpty() && entry.size > 0) {
      return Error{Text::tr("The archive cannot be used."), Text::tr("It could not be read to its end."),
                   Text::tr("Try again; the wheels that have arrived are not sent a second time."), tar.errorString()};
    }
    QJsonObject args = about;
    args["offset"] = offset;
    // The last piece has the whole file hashed: the agent answers signs of life meanwhile.
    const auto reply = agent.request(
        QStringLiteral("wheel.write"), args, stop, [](const AgentEvent &) {}, bytes);
    if (!reply) return sendingBroke(reply.error());
    const qint64 there = (*reply)["size"].toInteger(-1);
    const bool goesBack = there == 0 && !wentBack;
    wentBack = wentBack || goesBack;
    const bool done = (*reply)["done"].toBool();
    const bool isSense = done ? there == entry.size : there < entry.size && (there > offset || goesBack);
    if (!isSense) return strangeAnswer(there);
    const qint64 taken = there == offset + bytes.size() ? bytes.size() : 0;
    sent(taken, there - offset - taken);
    if (done) return {};
    offset = there;
  }
}

}  // namespace

Result<QList<WheelState>> checkLock(Agent &agent, const RuntimeFacts &facts, const Lock &lock, bool ask,
                                    std::stop_token stop) {
  const QJsonObject args{{"root", facts.disk.path},
                         {"build", lock.build},
                         {"packages", toJson(lock)[QLatin1String("packages")]},
                         {"ask", ask},
                         {"cert", orNull(facts.pipCert)},
                         {"proxy", orNull(facts.pipProxy)}};
  const auto reply = agent.request(QStringLiteral("lock.check"), args, stop, [](const AgentEvent &) {});
  if (!reply) return reply.error();
  const QJsonArray rows = (*reply)[QLatin1String("packages")].toArray();
  QList<WheelState> states;
  for (qsizetype number = 0; number < lock.packages.size(); ++number) {
    const QJsonObject row = rows.at(number).toObject();
    states.append({lock.packages[number], whereOf(row[QLatin1String("state")].toString()),
                   row[QLatin1String("details")].toString()});
  }
  return states;
}

std::optional<Error> contradiction(const QList<WheelState> &states) {
  const QString others = namesOf(states, {Where::Recorded});
  if (others.isEmpty()) return {};
  return Error{Text::tr("The lock contradicts what is on this runtime."),
               Text::tr("An environment there was made from another file of the same name: %1. Nothing was started.")
                   .arg(others),
               Text::tr("Use a lock that was not changed, or another folder with --root. If you trust this one, remove "
                        "the environment that the details name first."),
               linesOf(states, Where::Recorded).join(QLatin1Char('\n'))};
}

std::optional<Error> obstacle(const QList<WheelState> &states) {
  const QString gone = namesOf(states, {Where::Missing});
  const QString others = namesOf(states, {Where::Changed});
  if (!gone.isEmpty() || !others.isEmpty()) {
    QStringList why;
    if (!gone.isEmpty()) why += Text::tr("The index no longer has, and the runtime does not keep: %1.").arg(gone);
    if (!others.isEmpty()) why += Text::tr("Its size on the index is not the one in the lock: %1.").arg(others);
    why += Text::tr("Nothing was started.");
    return Error{Text::tr("This lock can no longer be installed from its index."), why.join(QLatin1Char(' ')),
                 Text::tr("Install from an archive, which holds the wheels: where the environment still exists, make "
                          "one with nightjar archive TARGET FILE. Or choose another night."),
                 (linesOf(states, Where::Missing) + linesOf(states, Where::Changed)).join(QLatin1Char('\n')),
                 Fault::NoBuild};
  }
  const QString silent = namesOf(states, {Where::Unreachable});
  if (silent.isEmpty()) return {};
  return Error{Text::tr("The runtime cannot reach the wheels of this lock."),
               Text::tr("No answer came for %1. Nothing was started.").arg(silent),
               Text::tr("Check the runtime's network and try again, or install from an archive, which needs none."),
               linesOf(states, Where::Unreachable).join(QLatin1Char('\n'))};
}

Result<void> readWheel(Agent &agent, const QString &root, const QString &build, const LockedPackage &package,
                       const BytesSink &sink, std::stop_token stop) {
  std::stop_source enough;  // the sink's wish, or the caller's
  const std::stop_callback forward(stop, [&enough] { enough.request_stop(); });
  const QJsonObject args{{"root", root}, {"build", build}, {"file", package.file}};
  const auto reply =
      agent.request(QStringLiteral("wheel.read"), args, enough.get_token(), [&](const AgentEvent &event) {
        if (!enough.stop_requested() && !sink(event.bytes)) enough.request_stop();
      });
  if (!reply) return reply.error();
  return {};
}

Result<void> sendWheels(Agent &agent, const QString &root, const LockFile &archive, const QList<WheelState> &states,
                        const BytesDone &told, std::stop_token stop) {
  QFile tar(archive.path);
  if (!tar.open(QIODevice::ReadOnly)) {
    return Error{Text::tr("The archive cannot be used."), tar.errorString(), Text::tr("Try again."), {}};
  }
  qint64 done = 0, total = 0;
  for (const WheelState &state : states)
    if (state.where != Where::Present) total += archive.wheels[state.package.file].size;
  for (const WheelState &state : states) {
    if (state.where == Where::Present) continue;
    const TarEntry entry = archive.wheels[state.package.file];
    const QJsonObject about{{"root", root},
                            {"build", archive.lock.build},
                            {"file", state.package.file},
                            {"sha256", state.package.sha256},
                            {"size", entry.size}};
    const auto sent = sendOne(
        agent, about, tar, entry, [&](qint64 bytes, qint64 found) { told(done += bytes, total -= found); }, stop);
    if (!sent) return sent.error();
  }
  return {};
}

}  // namespace nightjar
