# Picks the python3 that runs the agent and hands it the loader. POSIX sh: dash, bash, busybox.
#
# cmake/agent_zip.py makes one line of this file: comments and empty lines go, the others are joined with a space. The
# login shell of a runtime may be anything, so the whole exec command is
#     exec /bin/sh -c '<this line>' nightjar '<loader line>'
# which csh, fish and zsh pass on as it is, as long as neither line holds a single quote, an exclamation mark, a
# backslash or a line break. Nothing in it comes from a person, a host or a page.
#
# $1 is the loader's line. Three rounds: interpreters at hand; pyenv's shims, which cost 0.1 s and may have no version
# set; then whatever is too old, so that the agent can say so itself. An interpreter that cannot start, or that the
# loader refuses before it reads anything, ends with one of the statuses below (the agent never does): try the next.
for round in now shim old; do
  for name in
    python3 /usr/bin/python3 /usr/local/bin/python3
    python3.14 python3.13 python3.12 python3.11 python3.10 python3.15 python3.9 python3.8 python3.7 python3.6
    /opt/conda/bin/python3 "$HOME"/miniconda3/bin/python3 "$HOME"/anaconda3/bin/python3
    "$HOME"/miniforge3/bin/python3 "$HOME"/mambaforge/bin/python3
    "$HOME"/.pyenv/versions/*/bin/python3 "$HOME"/.local/share/uv/python/*/bin/python3
    /usr/bin/python3.[0-9] /usr/bin/python3.[0-9][0-9] /usr/local/bin/python3.[0-9] /usr/local/bin/python3.[0-9][0-9]
    /opt/python/*/bin/python3 ; do
    found=$(command -v "$name") || continue;
    case "$round $found" in
      "now "*/shims/*) continue ;;
      "shim "*/shims/*) ;;
      "shim "*) continue ;;
    esac;
    case $round in
      old) "$found" -E -s -S -c "$1" old ;;
      *) "$found" -I -S -c "$1" ;;
    esac;
    status=$?;
    case $status in
      1|2|126|127|132|134|135|139) ;;
      *) exit $status ;;
    esac;
  done;
done;
echo NIGHTJAR-NO-PYTHON;
exit 127
