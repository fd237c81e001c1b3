#include "tests/support/test_user.h"

#include <unistd.h>

#include <QCoreApplication>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QStandardPaths>

#include "tests/support/test_sshd.h"

namespace nightjar {

TestUser::TestUser() {
  const QString useradd = QStandardPaths::findExecutable(QStringLiteral("useradd"), {QStringLiteral("/usr/sbin")});
  if (::geteuid() != 0) {
    m_missing = QStringLiteral("Making a user with a password needs root.");
  } else if (useradd.isEmpty()) {
    m_missing = QStringLiteral("useradd is not installed.");
  } else if (!QFileInfo(QStringLiteral("/")).permission(QFile::ExeOther)) {
    m_missing = QStringLiteral("The root folder of this system is closed to other users, so none can log in.");
  }
  if (!m_missing.isEmpty()) return;
  m_name = QStringLiteral("nightjar-test-%1").arg(QCoreApplication::applicationPid());
  m_password = QString::number(QRandomGenerator::system()->generate64(), 36) + QStringLiteral("ä %");
  runProgram(useradd, {QStringLiteral("--no-create-home"), QStringLiteral("--home-dir"), QStringLiteral("/"),
                       QStringLiteral("--shell"), QStringLiteral("/bin/sh"), m_name});
  runProgram(QStringLiteral("/usr/sbin/chpasswd"), {}, (m_name + u':' + m_password + u'\n').toUtf8());
}

TestUser::~TestUser() {
  if (!m_name.isEmpty()) runProgram(QStringLiteral("/usr/sbin/userdel"), {QStringLiteral("--force"), m_name});
}

}  // namespace nightjar
