#pragma once

#include "core/install/job_copies.h"
#include "core/profiles/profile_store.h"
#include "ui/widgets/card.h"

namespace nightjar {

/// A saved runtime: what it is, what came of it last, and what can be done with it.
class ProfileCard : public Card {
  Q_OBJECT
 public:
  /// `running`: the install that goes on there; its main button goes back into it. `number` makes the object names of
  /// its buttons unique: "profileContinue0".
  ProfileCard(const Profile &profile, const std::optional<KnownJob> &running, int number, QWidget *parent);

 Q_SIGNALS:
  void continueWanted(const nightjar::Profile &profile);
  void removeWanted(const nightjar::Profile &profile);
  void goBackWanted(const nightjar::KnownJob &job);
};

/// A profile's outcome as words and a tone: "verified yesterday".
struct OutcomeText {
  QString text;
  Tone tone = Tone::Muted;
};
[[nodiscard]] OutcomeText outcomeText(const Profile &profile, const QDateTime &now);

}  // namespace nightjar
