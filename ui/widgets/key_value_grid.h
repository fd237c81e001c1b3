#pragma once

#include <QList>
#include <QString>
#include <QWidget>

#include "ui/theme/theme.h"

namespace nightjar {

struct KeyValue {
  QString key;
  QString value;  ///< plain text
  QString extra;  ///< after the value, in `tone`
  Tone tone = Tone::Muted;
};

/// Rows of a muted name and its value, a line between them. Values are plain text on one line, elided where they do not
/// fit.
class KeyValueGrid : public QWidget {
  Q_OBJECT
 public:
  explicit KeyValueGrid(QWidget *parent);
  void setRows(const QList<KeyValue> &rows);
};

}  // namespace nightjar
