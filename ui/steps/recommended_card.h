#pragma once

#include <QDate>

#include "core/walk/build.h"
#include "ui/widgets/card.h"

class QLabel;

namespace nightjar {

class ReasonList;

/// The build we advise, or the one that was picked instead, with the reasons for it and the room it needs.
class RecommendedCard : public Card {
  Q_OBJECT

 public:
  explicit RecommendedCard(QWidget *parent);
  /// `why` are the sentences under it; `freeBytes` on the runtime's disk, negative where not known.
  void showBuild(const Choice &choice, bool recommended, qint64 freeBytes, QDate today);

 private:
  void showDownload(const Choice &choice);
  void showRoom(const Choice &choice, qint64 freeBytes);

  QLabel *m_caption;
  QLabel *m_title;
  QLabel *m_versions;
  QLabel *m_download;
  ReasonList *m_why;
  ReasonList *m_against;
  QLabel *m_room;
  QLabel *m_roomNote;
};

}  // namespace nightjar
