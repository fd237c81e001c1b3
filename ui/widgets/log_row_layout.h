#pragma once

#include <QPalette>
#include <QTextLayout>
#include <optional>

namespace nightjar {

/// One row of the log, laid out for painting and for finding the character under the pointer. Always left to right
/// and never broken: a log is read by column.
class LogRowLayout {
 public:
  LogRowLayout(const QString &text, const QFont &font);

  [[nodiscard]] qreal xOf(qsizetype column) const;
  [[nodiscard]] qsizetype columnAt(qreal x) const;
  [[nodiscard]] qreal width() const;

  void select(qsizetype from, qsizetype to, const QPalette &palette);
  /// Marks every occurrence of `needle`, in any case.
  void mark(const QString &needle, const QPalette &palette);
  void paint(QPainter &painter, QPointF topLeft) const;

 private:
  QTextLayout m_layout;
  QList<QTextLayout::FormatRange> m_formats;
};

}  // namespace nightjar
