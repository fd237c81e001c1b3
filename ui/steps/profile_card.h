#pragma once

#include "core/profiles/profile_store.h"
#include "ui/widgets/card.h"

namespace nightjar {

/// A saved runtime: what it is, what came of it last, and what can be done with it.
class ProfileCard : public Card {
  Q_OBJECT
 public:
  /// `number` makes the object names of its buttons unique: "profileContinue0".
  ProfileCard(const Profile &profile, int number, QWidget *parent);

 Q_SIGNALS:
  void continueWanted(const nightjar::Profile &profile);
  void removeWanted(const nightjar::Profile &profile);
};

/// A profile's outcome as words and a tone: "verified yesterday".
struct OutcomeText {
  QString text;
  Tone tone = Tone::Muted;
};
[[nodiscard]] OutcomeText outcomeText(const Profile &profile, const QDateTime &now);

}  // namespace nightjar
