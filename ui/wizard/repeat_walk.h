#pragma once

#include "ui/wizard/wizard_model.h"

namespace nightjar {

/// Repeats a saved runtime's build without a further click: connect, detect, read the index, choose the same build,
/// install. Where that build is gone or does not fit any more it stops and offers another; nothing else is asked.
class RepeatWalk : public QObject {
  Q_OBJECT
 public:
  enum class Stage { Idle, Connecting, Detecting, Reading, Offering, Installing };

  RepeatWalk(WizardModel &model, QObject *parent);
  void start(const Profile &profile);
  void takeOffer();  ///< installs what `offered` named
  void stop() { setStage(Stage::Idle); }
  [[nodiscard]] Stage stage() const { return m_stage; }

 Q_SIGNALS:
  void stageChanged();
  /// The saved build cannot be had; `why` is a sentence. `build`: what would be installed instead, or none.
  void offered(const QString &why, const std::optional<nightjar::Build> &build);
  void installing();                           ///< the job has started: on to its page
  void stopped(const nightjar::Error &error);  ///< may be a cancellation

 private:
  void setStage(Stage stage);
  void pick();
  void offer(const QString &why);

  WizardModel &m_model;
  Profile m_profile;
  Stage m_stage = Stage::Idle;
  int m_offer = -1;
};

}  // namespace nightjar
