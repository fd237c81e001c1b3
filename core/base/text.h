#pragma once

#include <QCoreApplication>

namespace nightjar {

/// `Text::tr("…")`: translated text for code that is no QObject. One context, so that core's sentences stay together.
struct Text {
  Q_DECLARE_TR_FUNCTIONS(nightjar)
};

}  // namespace nightjar
