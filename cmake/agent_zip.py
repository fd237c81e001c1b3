#!/usr/bin/env python3
"""Packs what the program sends to a runtime: agent_zip.py AGENT_FOLDER BOOTSTRAP_FOLDER OUT_FOLDER

Writes into OUT_FOLDER, the same bytes from the same sources on every machine:
  agent.pyz      a zip of the agent's modules, plus "names": one line "<file> <bytes>" a module, for the loader
  bootstrap.txt  bootstrap.sh as one line: the script of `/bin/sh -c SCRIPT nightjar LOADER`
  loader.txt     loader.py as one line: the LOADER of that command
  command.txt    the same as one line for a login shell: exec /bin/sh -c 'SCRIPT' nightjar 'LOADER'
No file ends in a line break.
"""
import io
import os
import sys
import zipfile

NOT_IN_A_SINGLE_QUOTED_WORD = "'!\\\n"  # what csh, fish and zsh would not pass on as it is


def sources(folder):
    """(name, bytes) of each module, sorted by name."""
    for name in sorted(os.listdir(folder)):
        if name.endswith(".py"):
            with open(os.path.join(folder, name), "rb") as file:
                yield name, file.read()


def pack(folder):
    """The agent's zip as bytes: sorted names, one fixed date, no bytecode."""
    files = list(sources(folder))
    names = "".join("{} {}\n".format(name, len(data)) for name, data in files)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files + [("names", names.encode("ascii"))]:
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return buffer.getvalue()


def code_lines(path):
    with open(path, encoding="ascii") as file:
        lines = [line.rstrip() for line in file]
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


def quotable(text, path):
    bad = [character for character in NOT_IN_A_SINGLE_QUOTED_WORD if character in text]
    if bad:
        sys.exit("{}: must not contain {}".format(path, " ".join(map(repr, bad))))
    return text


def loader_line(path):
    """The loader as one Python statement."""
    lines = code_lines(path)
    text = "|".join(lines)
    if text.count("|") != len(lines) - 1 or '"""' in text or text.endswith('"'):
        sys.exit(path + ": must not contain | or a tripled double quote, nor end in a double quote")
    return quotable('exec("""{}""".replace("|",chr(10)))'.format(text), path)


def script_line(path):
    """The sh script as one line."""
    return quotable(" ".join(line.strip() for line in code_lines(path)), path)


def command_line(script, loader):
    """What a login shell is given."""
    return "exec /bin/sh -c '{}' nightjar '{}'".format(script, loader)


def main(agent, bootstrap, out):
    script = script_line(os.path.join(bootstrap, "bootstrap.sh"))
    loader = loader_line(os.path.join(bootstrap, "loader.py"))
    files = {
        "agent.pyz": pack(agent),
        "bootstrap.txt": script.encode("ascii"),
        "loader.txt": loader.encode("ascii"),
        "command.txt": command_line(script, loader).encode("ascii"),
    }
    os.makedirs(out, exist_ok=True)
    for name, data in files.items():
        with open(os.path.join(out, name), "wb") as file:
            file.write(data)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
