#include "app/command_sets.h"

namespace nightjar {

using namespace commandsets;

const QList<ExitRow> &exitTable() {
  static const QList<ExitRow> rows = {
      {0, window | detect | install | jobs | follow | verify | environments | changing | lock | archive | profiles,
       QT_TRANSLATE_NOOP("nightjar", "done")},
      {0, cancel, QT_TRANSLATE_NOOP("nightjar", "it has ended, now or before")},
      {0, builds, QT_TRANSLATE_NOOP("nightjar", "done, also when nothing fits")},
      {1, window, QT_TRANSLATE_NOOP("nightjar", "there is no display to open the window on")},
      {1, cancel, QT_TRANSLATE_NOOP("nightjar", "failed, or nothing runs there")},
      {1, follow, QT_TRANSLATE_NOOP("nightjar", "the install failed or was lost, or there is none")},
      {1, archive, QT_TRANSLATE_NOOP("nightjar", "failed, or the runtime no longer has all the wheels")},
      {1, detect | jobs | environments | lock | profiles, QT_TRANSLATE_NOOP("nightjar", "failed")},
      {1, builds | install, QT_TRANSLATE_NOOP("nightjar", "failed, the index's faults included")},
      {1, verify, QT_TRANSLATE_NOOP("nightjar", "failed, or there is no environment to check")},
      {1, rollback,
       QT_TRANSLATE_NOOP("nightjar", "failed, or there is none to go back to; \"current\" stays as it was")},
      {1, removing, QT_TRANSLATE_NOOP("nightjar", "failed: it is the current one, in use, or a job is running")},
      {1, window | reporting,
       QT_TRANSLATE_NOOP("nightjar",
                         "or done, but the output could not be written to its end; a lost reader stops nothing")},
      {2, window | reporting,
       QT_TRANSLATE_NOOP("nightjar",
                         "wrong usage, such as a target that cannot be understood, or an ID that nothing has")},
      {3, connecting, QT_TRANSLATE_NOOP("nightjar", "the runtime is not reachable or does not let us in")},
      {4, install, QT_TRANSLATE_NOOP("nightjar", "no build fits, or the one asked for does not exist (any more)")},
      {5, install | follow,
       QT_TRANSLATE_NOOP("nightjar", "installed, but the checks failed; \"current\" stays as it was")},
      {5, rollback, QT_TRANSLATE_NOOP("nightjar", "its Python does not start; \"current\" stays as it was")},
      {5, verify, QT_TRANSLATE_NOOP("nightjar", "a check failed, or the environment's Python does not start")},
      {130, connecting & ~(install | follow), QT_TRANSLATE_NOOP("nightjar", "cancelled")},
      {130, install | follow, QT_TRANSLATE_NOOP("nightjar", "cancelled, or left running")},
  };
  return rows;
}

}  // namespace nightjar
