#include "app/open_runtime.h"

#include <QDir>

#include "core/base/shell_word.h"
#include "core/base/text.h"
#include "core/connect/parse_target.h"
#include "core/detect/detect.h"
#include "core/profiles/profile_record.h"

namespace nightjar {

namespace {

Place fromProfile(const Profile &profile, const CommandLine &line) {
  const Asked asked = withProfile({line.connectOptions, line.root, line.wishes}, profile);
  return {profile, profile.target, asked.connect, asked.root, asked.wishes};
}

/// On this computer a relative folder means what it means to every other command: below the folder one is in. On
/// another runtime it is below the home there.
QString rootOn(const Target &target, const QString &root) {
  const bool isHere = target.kind == Target::Kind::Local;
  if (!isHere || root.isEmpty() || root.startsWith('~')) return root;
  return QDir::cleanPath(QDir::current().absoluteFilePath(root));
}

Place withAbsoluteRoot(Place place) {
  const QString root = rootOn(place.target, place.root);
  if (root != place.root) place.root = place.wishes.root = root;
  return place;
}

}  // namespace

QString commandLine(const Desk &desk, const char *command) {
  QString line = QStringLiteral("nightjar %1 %2").arg(QLatin1String(command), shellWord(desk.line.targetText));
  const auto add = [&line](const char *option, const QString &value) {
    if (!value.isEmpty()) line += QStringLiteral(" %1 %2").arg(QLatin1String(option), shellWord(value));
  };
  add("--identity", desk.line.connectOptions.identityFile);
  add("--known-hosts", desk.line.connectOptions.knownHostsFile);
  const auto place = placeOf(desk.line, desk.profiles);
  add("--root", place && !desk.line.root.isEmpty() ? place->root : desk.line.root);
  return line;
}

Result<Place> placeOf(const CommandLine &line, const ProfileStore &profiles) {
  const auto target = parseTarget(line.targetText);
  if (!target || target->kind == Target::Kind::Ssh) {
    const auto profile = profiles.load(line.targetText);
    if (profile) {
      return withAbsoluteRoot(fromProfile(*profile, line));
    }
    if (profiles.isDamaged(line.targetText)) {
      return profile.error();
    }
  }
  if (!target) {
    return target.error();
  }
  return withAbsoluteRoot({{}, *target, line.connectOptions, line.root, line.wishes});
}

Result<OpenRuntime> openRuntime(Place place, Prompter &prompter, Output &out, std::stop_token stop) {
  auto connection = connectTo(
      place.target, place.options, prompter, [](ConnectStage) {}, stop);
  if (!connection) {
    return connection.error();
  }
  if (!connection->note.isEmpty()) {
    out.note(connection->note);
  }
  Wishes wishes = place.wishes;
  QString root = place.root;
  if (const auto &practice = connection->practice) {
    if (wishes.index.isEmpty()) {
      wishes.index = practice->indexUrl();
      wishes.sample = practice->hasSamples();
    }
    root = root.isEmpty() ? practice->root() : root;
  }
  auto facts = detect(*connection->agent, root, stop);
  if (!facts) {
    return facts.error();
  }
  return OpenRuntime{std::move(place), std::move(wishes), std::move(*connection), std::move(*facts)};
}

Result<OpenRuntime> openTarget(Desk &desk, Prompter &prompter) {
  auto place = placeOf(desk.line, desk.profiles);
  if (!place) {
    return place.error();
  }
  return openRuntime(std::move(*place), prompter, desk.out, desk.stop);
}

}  // namespace nightjar
