#pragma once

#include <QWidget>

#include "ui/wizard/repeat_walk.h"

class QLabel;
class QVBoxLayout;

namespace nightjar {

class Card;
class ErrorCard;
class KeyValueGrid;
class StatusLabel;

/// A saved runtime before its build is repeated: what it was, what will happen, how far it is, and what stands in
/// the way. One press repeats it.
class ReviewPanel : public QWidget {
  Q_OBJECT
 public:
  ReviewPanel(WizardModel &model, QWidget *parent);
  void open(const Profile &profile);
  [[nodiscard]] const Profile &profile() const { return m_profile; }
  [[nodiscard]] bool canRepeat() const { return !m_profile.build.isEmpty(); }
  [[nodiscard]] QString verb() const;
  [[nodiscard]] bool verbEnabled() const;
  void pressVerb();
  void stop();

 Q_SIGNALS:
  void changed();
  void installing();
  void plainWanted();  ///< connect only, and walk on step by step

 private:
  void showProfile();
  void showStages();
  void showOffer(const QString &why, const std::optional<Build> &build);

  WizardModel &m_model;
  RepeatWalk *m_walk;
  Profile m_profile;
  bool m_offering = false, m_hasOffer = false;
  KeyValueGrid *m_rows{nullptr};
  QLabel *m_promise;
  Card *m_stages, *m_offer;
  QList<StatusLabel *> m_marks;
  QLabel *m_offerWhy, *m_offerBuild;
  ErrorCard *m_error;
};

}  // namespace nightjar
