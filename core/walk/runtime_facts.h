#pragma once

#include <QList>
#include <QString>
#include <QtGlobal>
#include <optional>

#include "core/walk/environment.h"

namespace nightjar {

/// A fact about a runtime is a QString that is null where it is not known; JSON shows that as null.

struct OsFacts {
  QString id;           ///< os-release ID: "ubuntu"
  QString version;      ///< os-release VERSION_ID: "22.04"
  QString kernel;       ///< uname -r
  QString arch;         ///< uname -m: "x86_64", "aarch64"
  QString libc;         ///< "glibc" or "musl"
  QString libcVersion;  ///< "2.35"
};

struct Gpu {
  QString vendor;             ///< "nvidia", "amd" or "intel"
  QString name;               ///< "Tesla T4"
  qint64 memoryMib = 0;       ///< 0 where not known
  QString computeCapability;  ///< NVIDIA: "7.5"
  QString architecture;       ///< "sm_75", "gfx942"
  QString uuid;
  QString pciDevice = {};     ///< PCI vendor and device: "8086:56a0"
  QString kernelDriver = {};  ///< what the kernel has bound to it: "nvidia", "nouveau", "amdgpu", "xe"
};

/// Whether the kernel has bound it to a driver that keeps it for a virtual machine: no program of this system uses it.
[[nodiscard]] inline bool isSetAside(const Gpu &gpu) {
  return gpu.kernelDriver == QLatin1String("vfio-pci") || gpu.kernelDriver == QLatin1String("pci-stub") ||
         gpu.kernelDriver == QLatin1String("pciback");
}

struct Driver {
  QString version;  ///< "580.82.07"
  QString cuda;     ///< the newest CUDA it runs: "13.0"
};

struct PythonFacts {
  QString path;     ///< absolute
  QString version;  ///< "3.12.4"
  bool freeThreaded = false;
  bool hasVenv = false;  ///< venv and ensurepip both: `python -m venv` gives an environment with pip
  bool hasPip = false;
};

struct Disk {
  QString path;           ///< the environment root this is about
  qint64 freeBytes = -1;  ///< negative where not known
};

enum class Severity { Note, Warning, Problem };

/// Something odd about a runtime, in words a person understands.
struct Finding {
  QString id;
  Severity severity = Severity::Note;
  QString what;
  QString why;
  QString fix;
};

/// What `detect` learned about a runtime in one round trip.
struct RuntimeFacts {
  OsFacts os;
  QString kind;  ///< "host", "colab", "wsl", "container" or "jetson"
  QList<Gpu> gpus;
  std::optional<Driver> driver;
  QList<PythonFacts> pythons;  ///< best first
  QString uv;                  ///< version
  QString uvPath;
  QString git;  ///< version
  Disk disk;    ///< where environments will live: the root, absolute
  qint64 memoryBytes = 0;
  QList<Finding> findings;

  QString home;
  QString user;
  QString libraryPath;              ///< what LD_LIBRARY_PATH needs for the driver's libraries, empty where nothing
  QString currentEnvironment;       ///< absolute path `current` points to, null where there is none
  QString currentBuild;             ///< build id of that environment
  QList<Environment> environments;  ///< those that stand in the root, newest first; sizes as far as recorded
  QString pipCert;                  ///< pip.conf's cert and proxy: kept when pip runs in a clean environment
  QString pipProxy;
};

}  // namespace nightjar
