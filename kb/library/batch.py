"""Which files a batch holds, and what is known of each: paths, folders, and folders with a manifest.toml."""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kb.errors import WrongValue
from kb.model import DocumentState, Event, Metadata, Visibility

MANIFEST = "manifest.toml"
_LEFT_OUT = ("~$", ".", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that is to be kept; `unreachable` says why a folder or file could not even be listed."""

    path: Path
    metadata: Metadata
    unreachable: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """All files of a batch, in order, and the events that their manifests speak of."""

    files: tuple[Incoming, ...]
    events: tuple[Event, ...] = ()


def list_batch(paths: Iterable[Path], metadata: Metadata) -> Listing:
    """Gives the files below `paths`, each with `metadata`, over which its manifest's own values go.

    A folder with a manifest.toml holds what the manifest names; any other folder all its files, at every depth,
    but for hidden files and the lock files of office programs. Raises WrongValue for a manifest that cannot be used.
    """
    files: list[Incoming] = []
    events: list[Event] = []
    for path in paths:
        manifest = path / MANIFEST
        if manifest.is_file():
            held = _by_manifest(manifest, metadata)
            files += held.files
            events += held.events
        elif path.is_dir():
            files += _walk(path, metadata)
        else:
            files.append(Incoming(path, metadata))
    return Listing(tuple(_once(files)), tuple(events))


def _once(files: Iterable[Incoming]) -> Iterator[Incoming]:
    seen: set[str] = set()
    for each in files:
        name = os.path.abspath(each.path)
        if name not in seen:
            seen.add(name)
            yield each


def _walk(folder: Path, metadata: Metadata) -> Iterator[Incoming]:
    troubles: list[OSError] = []
    found: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=troubles.append):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        found += [Path(place) / name for name in sorted(names) if not name.startswith(_LEFT_OUT)]
    yield from (Incoming(path, metadata) for path in found)
    for trouble in troubles:
        yield Incoming(Path(str(trouble.filename)), metadata, unreachable=trouble.strerror or type(trouble).__name__)


def _by_manifest(manifest: Path, metadata: Metadata) -> Listing:
    try:
        told = tomllib.loads(manifest.read_text(encoding="utf-8"))
        events = tuple(_event(each, metadata) for each in told.get("event", []))
        files = tuple(_document(manifest.parent, each, metadata) for each in told.get("document", []))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise WrongValue(f"{manifest}: {error}") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise WrongValue(f"{manifest}: {type(error).__name__}: {error}") from error
    return Listing(files, events)


def _event(told: Mapping[str, Any], metadata: Metadata) -> Event:
    is_draft = metadata.state is not DocumentState.PUBLISHED
    visibility = Visibility.STAFF if is_draft else metadata.visibility
    return Event(
        slug=told["slug"],
        title=told["title"],
        sort=told.get("kind", "posvet"),
        starts=_date(told.get("starts")),
        ends=_date(told.get("ends")),
        place=told.get("place", ""),
        organiser=told.get("organiser", ""),
        speakers=tuple(told.get("speakers", ())),
        visibility=Visibility(told.get("visibility", visibility)),
    )


def _date(value: object) -> dt.date | None:
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return value
    raise ValueError(f"not a date: {value!r}")


def _document(folder: Path, told: Mapping[str, Any], metadata: Metadata) -> Incoming:
    path = folder / told["file"]
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f"outside the folder: {told['file']}")
    names = {"date": "dated"}
    values: dict[str, Any] = {names.get(key, key): value for key, value in told.items() if key != "file"}
    for key in ("bodies", "topics", "speakers"):
        values[key] = tuple(values.get(key, getattr(metadata, key)))
    if "visibility" in values:
        values["visibility"] = Visibility(values["visibility"])
    values["dated"] = _date(values.get("dated", metadata.dated))
    return Incoming(path, replace(metadata, **values))
