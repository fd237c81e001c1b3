"""The table of what a job's step can do: verb → (module, function). A function takes (desk, args) and returns, or
raises StepFailed, StepSkipped or Cancelled."""

STEPS = {
    "preflight": ("step_preflight", "preflight"),
    "run": ("step_run", "run"),
    "venv": ("step_venv", "venv"),
    "resolve": ("step_resolve", "resolve"),
    "lock": ("step_lock", "lock"),
    "download": ("step_download", "download"),
    "install": ("step_install", "install"),
    "check": ("step_check", "check"),
    "verify": ("step_verify", "verify"),
    "activate": ("step_activate", "activate"),
    "tidy": ("step_tidy", "tidy"),
}


def load_all():
    """Imports every step now: the agent's folder may be gone by the time a long job gets there."""
    for module, _ in STEPS.values():
        __import__(module)
