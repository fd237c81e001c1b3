#pragma once

#include <QList>
#include <QWidget>

class QHBoxLayout;
class QPushButton;

namespace nightjar {

class ElidedLabel;
class StepPage;

/// The bottom of the window: the page's note on the left; its extra buttons, Cancel, Back and the one verb on the
/// right.
class ButtonRow : public QWidget {
  Q_OBJECT
 public:
  explicit ButtonRow(QWidget *parent);
  /// Shows what `page` says of itself now. `canGoBack`: a step before it can be visited.
  void show(const StepPage &page, bool canGoBack);
  [[nodiscard]] QPushButton *verb() const { return m_verb; }
  [[nodiscard]] QPushButton *back() const { return m_back; }
  [[nodiscard]] QPushButton *cancel() const { return m_cancel; }
  [[nodiscard]] QList<QWidget *> inTabOrder() const;

 protected:
  void paintEvent(QPaintEvent *event) override;
  bool eventFilter(QObject *watched, QEvent *event) override;

 private:
  void place(QWidget *extras);

  ElidedLabel *m_note;
  QHBoxLayout *m_extras;
  QWidget *m_shownExtras = nullptr;
  QPushButton *m_cancel, *m_back, *m_verb;
};

}  // namespace nightjar
