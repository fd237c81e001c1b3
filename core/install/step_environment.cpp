#include "core/install/step_environment.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QUrl>

namespace nightjar {

namespace {

/// What any program needs, and what the way out of a network needs. Everything else stays outside.
const QStringList kept{"HOME",
                       "USER",
                       "LOGNAME",
                       "PATH",
                       "LANG",
                       "TZ",
                       "SSL_CERT_FILE",
                       "SSL_CERT_DIR",
                       "CURL_CA_BUNDLE",
                       "REQUESTS_CA_BUNDLE",
                       "PIP_CERT",
                       "PIP_CLIENT_CERT",
                       "CUDA_VISIBLE_DEVICES",
                       "NVIDIA_VISIBLE_DEVICES",
                       "HIP_VISIBLE_DEVICES",
                       "ROCR_VISIBLE_DEVICES"};

const QStringList keptProxies{"http_proxy",  "https_proxy", "ftp_proxy", "all_proxy", "no_proxy", "HTTP_PROXY",
                              "HTTPS_PROXY", "FTP_PROXY",   "ALL_PROXY", "NO_PROXY",  "PIP_PROXY"};

/// Where the runtime's own package index, and its mirror of Pythons, is named; constraints, targets and the like stay
/// outside here too.
const QStringList keptForTooling{"XDG_CONFIG_HOME",     "PIP_CONFIG_FILE",          "PIP_INDEX_URL",
                                 "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS",           "PIP_NO_INDEX",
                                 "PIP_TRUSTED_HOST",    "UV_DEFAULT_INDEX",         "UV_INDEX_URL",
                                 "UV_NATIVE_TLS",       "UV_PYTHON_INSTALL_MIRROR", "UV_PYTHON_DOWNLOADS_JSON_URL"};

QJsonObject environment(const QStringList &keep, const QJsonObject &set) {
  return {{"keep", QJsonArray::fromStringList(keep)}, {"keep_prefixes", QJsonArray{"LC_"}}, {"set", set}};
}

}  // namespace

bool isOnTheRuntime(const QString &indexUrl) {
  static const QRegularExpression loopback(QStringLiteral(R"(^(localhost|::1|127(\.\d+){3})$)"));
  return loopback.match(QUrl(indexUrl).host()).hasMatch();
}

QJsonObject stepEnvironment(const RuntimeFacts &facts, const QString &work, const QString &indexUrl) {
  QJsonObject common{{"TMPDIR", work},
                     {"PYTHONNOUSERSITE", "1"},
                     {"PYTHONUNBUFFERED", "1"},
                     {"PIP_NO_INPUT", "1"},
                     {"PIP_NO_CACHE_DIR", "1"},  // 3 GB of wheels would be kept twice
                     {"PIP_DISABLE_PIP_VERSION_CHECK", "1"},
                     {"PIP_ROOT_USER_ACTION", "ignore"}};
  // The way out of this network that pip.conf describes: from "clean" the file is shut out, and uv does not read it.
  if (!facts.pipCert.isEmpty()) {
    common["PIP_CERT"] = facts.pipCert;
  }
  const bool throughProxies = !isOnTheRuntime(indexUrl);
  if (throughProxies && !facts.pipProxy.isEmpty()) {
    common["PIP_PROXY"] = facts.pipProxy;
  }
  QJsonObject clean = common;
  clean["PIP_CONFIG_FILE"] = "/dev/null";
  QJsonObject tooling = common;
  tooling["PIP_CONSTRAINT"] = "/dev/null";  // pip.conf may name one; an empty value would not override it
  tooling["PIP_USER"] = "0";
  tooling["UV_NO_CONFIG"] = "1";
  return {{"clean", environment(throughProxies ? kept + keptProxies : kept, clean)},
          {"tooling", environment(kept + keptProxies + keptForTooling, tooling)}};
}

}  // namespace nightjar
