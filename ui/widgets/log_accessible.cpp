#include "ui/widgets/log_accessible.h"

#include <QAccessibleWidget>

#include "ui/widgets/log_view.h"

namespace nightjar {

namespace {

class LogAccessible : public QAccessibleWidget {
 public:
  explicit LogAccessible(LogView *view) : QAccessibleWidget(view, QAccessible::StaticText) {}

  QString text(QAccessible::Text kind) const override {
    if (kind == QAccessible::Value) return static_cast<const LogView *>(widget())->visibleText();
    return QAccessibleWidget::text(kind);
  }

  QAccessible::State state() const override {
    QAccessible::State state = QAccessibleWidget::state();
    state.readOnly = true;
    state.multiLine = true;
    return state;
  }
};

QAccessibleInterface *makeLogAccessible(const QString &, QObject *object) {
  auto *const view = qobject_cast<LogView *>(object);
  return view ? new LogAccessible(view) : nullptr;
}

}  // namespace

void installLogAccessibility() {
  static const bool installed = (QAccessible::installFactory(makeLogAccessible), true);
  static_cast<void>(installed);
}

}  // namespace nightjar
