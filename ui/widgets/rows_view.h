#pragma once

#include <QHash>
#include <QTableView>

namespace nightjar {

/// A table without the looks of a spreadsheet: marks and tones from the model's RowRoles, a fine line between rows,
/// texts that wrap. With setWholeHeight() it is as tall as its rows and leaves scrolling to the page.
class RowsView : public QTableView {
  Q_OBJECT

 public:
  explicit RowsView(QWidget *parent);

  void setModel(QAbstractItemModel *model) override;
  /// The column that takes the room the others leave.
  void stretch(int column);
  void setWholeHeight(bool whole);
  /// Without a frame of its own: for use inside a card.
  void setFrameless();

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  [[nodiscard]] int sizeHintForRow(int row) const override;
  [[nodiscard]] int sizeHintForColumn(int column) const override;
  void changeEvent(QEvent *event) override;

 private:
  [[nodiscard]] QSize measured(const QModelIndex &index, bool wraps) const;
  [[nodiscard]] QSize unwrapped(const QModelIndex &index) const;
  void forgetSizes() {
    m_unwrapped.clear();
    m_measured.clear();
  }

  // Of each cell, row by row, on one line. The headers ask for every row a dozen times while a table is filled, and
  // only what is shown changes the answer.
  mutable QList<QSize> m_unwrapped;
  // By width, font, mark and text: night after night has the same verdict.
  mutable QHash<QString, QSize> m_measured;
  bool m_wholeHeight = false;
};

}  // namespace nightjar
