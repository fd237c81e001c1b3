#include "app/open_runtime.h"

#include "core/base/text.h"
#include "core/connect/parse_target.h"
#include "core/detect/detect.h"

namespace nightjar {

namespace {

Place fromProfile(const Profile &profile, const CommandLine &line) {
  Place place{profile, profile.target, line.connectOptions, line.root, line.wishes};
  if (place.options.knownHostsFile.isEmpty()) {
    place.options.knownHostsFile = profile.knownHostsFile;
  }
  if (place.root.isEmpty()) {
    place.root = profile.root;
  }
  if (place.wishes.index.isEmpty()) {
    place.wishes.index = profile.index;
  }
  if (place.wishes.python.isEmpty()) {
    place.wishes.python = profile.python;
  }
  return place;
}

void takePractice(const PracticeRuntime &practice, Place &place) {
  if (place.wishes.index.isEmpty()) {
    place.wishes.index = practice.indexUrl();
    place.wishes.sample = practice.hasSamples();
  }
  if (place.root.isEmpty()) {
    place.root = practice.root();
  }
}

}  // namespace

Result<Place> placeOf(const CommandLine &line, const ProfileStore &profiles) {
  if (const auto profile = profiles.find(line.targetText)) {
    return fromProfile(*profile, line);
  }
  auto target = parseTarget(line.targetText);
  if (!target) {
    return target.error();
  }
  return Place{{}, *target, line.connectOptions, line.root, line.wishes};
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
  if (connection->practice) {
    takePractice(*connection->practice, place);
  }
  auto facts = detect(*connection->agent, place.root, stop);
  if (!facts) {
    return facts.error();
  }
  return OpenRuntime{std::move(place), std::move(*connection), std::move(*facts)};
}

}  // namespace nightjar
