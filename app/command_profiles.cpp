#include <QJsonArray>

#include "app/commands.h"
#include "core/base/text.h"

namespace nightjar {

namespace {

const QString schema = QStringLiteral("nightjar.profiles/1");

QString summary(const Profile &profile) {
  QStringList parts{profile.name, profile.target.text};
  for (const QString &part : {profile.gpu, profile.build, profile.lastOutcome}) {
    if (!part.isEmpty()) {
      parts << part;
    }
  }
  return parts.join(QStringLiteral("  "));
}

int fail(Desk &desk, const Error &error) {
  desk.out.error(error, {{"schema", schema}});
  return exitCode(error.fault);
}

int list(Desk &desk) {
  const auto listing = desk.profiles.list();
  QJsonArray rows;
  for (const Profile &profile : listing.profiles) {
    desk.out.line(summary(profile));
    rows.append(toJson(profile));
  }
  if (listing.profiles.isEmpty()) {
    desk.out.line(Text::tr("No saved runtimes yet. Save one with: nightjar install TARGET --save-profile NAME"));
  }
  for (const QString &file : listing.damaged) {
    desk.out.note(Text::tr("A profile could not be read and was put aside: %1").arg(file));
  }
  for (const QString &file : listing.closed) {
    desk.out.note(Text::tr("A profile cannot be opened. Allow reading it, or remove it: %1").arg(file));
  }
  desk.out.object({{"schema", schema},
                   {"profiles", rows},
                   {"damaged", QJsonArray::fromStringList(listing.damaged)},
                   {"closed", QJsonArray::fromStringList(listing.closed)}});
  return 0;
}

int show(Desk &desk) {
  const auto profile = desk.profiles.load(desk.line.profilesName);
  if (!profile) {
    return fail(desk, profile.error());
  }
  const QJsonObject object = toJson(*profile);
  for (auto it = object.begin(); it != object.end(); ++it) {
    if (it.value().isString() && !it.value().toString().isEmpty()) {
      desk.out.line(it.key().leftJustified(16) + it.value().toString());
    }
  }
  desk.out.object({{"schema", schema}, {"profiles", QJsonArray{object}}});
  return 0;
}

int removeOne(Desk &desk) {
  if (const auto removed = desk.profiles.remove(desk.line.profilesName); !removed) {
    return fail(desk, removed.error());
  }
  desk.out.line(Text::tr("Removed %1. What is installed on the runtime stays there.").arg(desk.line.profilesName));
  desk.out.object({{"schema", schema}, {"profiles", QJsonArray()}, {"removed", desk.line.profilesName}});
  return 0;
}

}  // namespace

int runProfiles(Desk &desk) {
  switch (desk.line.profilesVerb) {
    case ProfilesVerb::List: return list(desk);
    case ProfilesVerb::Show: return show(desk);
    case ProfilesVerb::Remove: return removeOne(desk);
  }
  return 1;
}

}  // namespace nightjar
