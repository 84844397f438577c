"""Old office formats through LibreOffice: RTF, DOC and PPT become DOCX and PPTX, and those are read.

One start of the program converts many files, in a private folder with a profile of its own: it may run
beside a LibreOffice that a person has open, leaves nothing behind, runs no macro and asks no server for
linked pictures or templates. A file that it hangs or dies on is left out, and the others get another start.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from kb.errors import DocumentError, UnknownFormat, Unreadable
from kb.ingest.formats.rtf import MOST_BYTES, is_cut
from kb.ingest.limits import limit_other
from kb.ingest.sniff import CONVERTED, DOC, DOCX, ODP, ODT, PPT, PPTX, RTF, RTF_MAGIC, recognise
from kb.ingest.watched import Watch, await_end, kill_family
from kb.model import Extract

TARGETS = {RTF: "docx", DOC: "docx", PPT: "pptx"}
ENDINGS = {RTF: ".rtf", DOC: ".doc", PPT: ".ppt", DOCX: ".docx", PPTX: ".pptx", ODT: ".odt", ODP: ".odp"}
WARNING = "Datoteka stare oblike je bila za branje pretvorjena z LibreOfficeom."
WARNING_ALONE = "Datoteka RTF je bila prebrana brez LibreOffica: naslovi in seznami so navadni odstavki."
# What can be read without LibreOffice too, and by which module.
READ_ALONE = {RTF: "kb.ingest.formats.rtf"}
MEMORY_MB = 1500
_SECONDS_ALONE = 40
_PROGRAMS = ("soffice", "libreoffice")
_READERS = {to: f"kb.ingest.formats.{to}" for to in ("docx", "pptx")}
_PDF_END = 1024
_NOWHERE = "127.0.0.1"
_SETTINGS = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Misc", "FirstRun", "false"),
    ("Writer/Content/Update", "Link", "0"),
    ("Calc/Content/Update", "Link", "2"),
)
_PROXIES = ("ooInetHTTPProxy", "ooInetHTTPSProxy", "ooInetFTPProxy")


def is_available() -> bool:
    """Tells whether LibreOffice is installed where programs are found."""
    return _program() is not None


def convert(
    paths: Sequence[Path], to: str, into: Path, *, seconds: float, memory_mb: int = MEMORY_MB
) -> dict[Path, Path]:
    """Gives the converted file of each of `paths` that could be converted, written under the folder `into`.

    `to` is "docx", "pptx", "odt" or "pdf"; `seconds` is the wall-clock time of one start. The names of the
    new files are made here. A file that is missing from the answer is one that LibreOffice does not open,
    or takes too long or too much for. Where LibreOffice is not installed, all are missing.
    """
    made: dict[Path, Path] = {}
    into.mkdir(parents=True, exist_ok=True)
    waiting = [path for path in dict.fromkeys(paths) if not _is_cut(path)]
    while waiting and is_available():
        done, culprit = _one_start(waiting, to, into, seconds=seconds, memory_mb=memory_mb)
        made |= done
        at = len(waiting) if culprit is None else waiting.index(culprit) + 1
        waiting = waiting[at:]
    return made


def read(path: Path) -> Extract:
    """Gives what is written in a file of an old format, converted here and now; the worker's limits hold for all.

    RTF is read without its looks where LibreOffice is missing or does not open it. For other files this raises
    UnknownFormat in the first case, Unreadable in the second.
    """
    media_type = recognise(path)
    to = TARGETS[media_type]
    with tempfile.TemporaryDirectory(prefix="pretvorba-") as folder:
        made = convert([path], to, Path(folder), seconds=_SECONDS_ALONE)
        if path in made:
            return from_converted(import_module(_READERS[to]).read(made[path]), media_type)
    if media_type not in READ_ALONE:
        raise refusal(media_type)
    found: Extract = import_module(READ_ALONE[media_type]).read(path)
    return replace(found, warnings=(*found.warnings, WARNING_ALONE))


def from_converted(extract: Extract, media_type: str) -> Extract:
    """Gives the extract of a converted file as that of the original, with a warning that it was converted."""
    return replace(extract, media_type=media_type, warnings=(*extract.warnings, WARNING))


def refusal(media_type: str) -> DocumentError:
    """Gives the error for a file of an old format that was not converted."""
    name = CONVERTED[media_type]
    if not is_available():
        return UnknownFormat(f"{name}; LibreOffice ni nameščen")
    return Unreadable(f"{name}; LibreOffice je ne odpre")


# --- one start of the program ----------------------------------------------------------------------


def _one_start(
    paths: list[Path], to: str, into: Path, *, seconds: float, memory_mb: int
) -> tuple[dict[Path, Path], Path | None]:
    """Gives what was converted, and the file that the program came to grief on, or None where it ended well."""
    with tempfile.TemporaryDirectory(prefix="kb-pretvorba-") as name:
        folder = Path(name)
        copies = {path: _copied(path, folder, number) for number, path in enumerate(paths, 1)}
        ended_well = _run(list(copies.values()), to, folder, seconds=seconds, memory_mb=memory_mb)
        made, missing = {}, []
        for path, copy in copies.items():
            new = folder / "novo" / f"{copy.stem}.{to}"
            if new.is_file() and _is_whole(new):
                made[path] = _moved(new, into)
            else:
                missing.append(path)
    return made, None if ended_well or not missing else missing[0]


def _run(copies: list[Path], to: str, folder: Path, *, seconds: float, memory_mb: int) -> bool:
    """Tells whether the program ended by itself and well; it is killed with all that it started where it did not."""
    child = subprocess.Popen(
        _command(copies, to, folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # A group, not a session: whoever watches the session of a worker has to find what runs in it.
        process_group=0,
        cwd=folder,
        env={**os.environ, "HOME": str(folder), "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp"},
    )
    try:
        limit_other(child.pid, memory_mb=memory_mb, seconds=int(seconds) + 5)
        with Watch(child, seconds=seconds, memory_mb=memory_mb) as watch:
            await_end(child)
    finally:
        kill_family(child)
        code = child.wait()
    return watch.fault is None and code == 0


def _command(copies: list[Path], to: str, folder: Path) -> list[str]:
    _write_profile(folder / "profil")
    return [
        _program() or _PROGRAMS[0],
        f"-env:UserInstallation={(folder / 'profil').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nologo", "--nodefault"),
        *("--convert-to", to, "--outdir", str(folder / "novo")),
        *map(str, copies),
    ]


def _program() -> str | None:
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def _copied(path: Path, folder: Path, number: int) -> Path:
    """Copies a file under a number and the ending of its format: what others named it reaches no command line."""
    try:
        ending = ENDINGS.get(recognise(path), "")
    except DocumentError:
        ending = ""
    copy = folder / f"{number:04}{ending}"
    shutil.copyfile(path, copy)
    return copy


def _is_whole(new: Path) -> bool:
    """Tells whether a file was written to its end: the program may have been killed in the middle."""
    if zipfile.is_zipfile(new):
        return True
    with new.open("rb") as file:
        file.seek(-min(_PDF_END, new.stat().st_size), os.SEEK_END)
        return b"%%EOF" in file.read()


def _is_cut(path: Path) -> bool:
    """Tells whether LibreOffice would wait for the rest of a file that ends too early."""
    with path.open("rb") as file:
        if not file.read(len(RTF_MAGIC)).startswith(RTF_MAGIC):
            return False
    return path.stat().st_size > MOST_BYTES or is_cut(path.read_bytes())


def _moved(new: Path, into: Path) -> Path:
    with tempfile.NamedTemporaryFile(dir=into, suffix=new.suffix, delete=False) as target:
        shutil.copyfile(new, target.name)
    return Path(target.name)


def _write_profile(folder: Path) -> None:
    """Writes a profile in which nothing runs by itself, and the way out leads nowhere."""
    lines = [_item(f"org.openoffice.Office.{path}", name, value) for path, name, value in _SETTINGS]
    lines.append(_item("org.openoffice.Inet/Settings", "ooInetProxyType", "2"))
    for proxy in _PROXIES:
        lines.append(_item("org.openoffice.Inet/Settings", f"{proxy}Name", _NOWHERE))
        lines.append(_item("org.openoffice.Inet/Settings", f"{proxy}Port", "9"))
    spaces = 'xmlns:oor="http://openoffice.org/2001/registry"'
    user = folder / "user"
    user.mkdir(parents=True)
    content = f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:items {spaces}>{"".join(lines)}</oor:items>\n'
    (user / "registrymodifications.xcu").write_text(content, encoding="utf-8")


def _item(path: str, name: str, value: str) -> str:
    return f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
