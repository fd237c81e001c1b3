#pragma once

#include <QWidget>

#include "core/install/job_copies.h"
#include "core/profiles/profile_store.h"

class QVBoxLayout;

namespace nightjar {

/// The saved runtimes, a card each, and those that cannot be read. Hidden where there are none.
class SavedRuntimes : public QWidget {
  Q_OBJECT
 public:
  explicit SavedRuntimes(QWidget *parent);
  /// `running`: the installs that go on; a runtime whose install runs says so.
  void setListing(const ProfileStore::Listing &listing, const QList<KnownJob> &running);

 Q_SIGNALS:
  void continueWanted(const nightjar::Profile &profile);
  void removeWanted(const nightjar::Profile &profile);
  void goBackWanted(const nightjar::KnownJob &job);
  void dismissWanted(const QString &file);

 private:
  QWidget *makeDamaged(const QString &file, int number);

  QVBoxLayout *m_cards;
};

}  // namespace nightjar
