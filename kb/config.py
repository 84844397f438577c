"""Settings: kb.toml in the data folder, each also as KB_… in the environment, which wins.

The data folder itself is named by KB_HOME, by default `data` in the folder one stands in.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kb.errors import WrongSetting

DEFAULT_HOME = "data"
FILE_NAME = "kb.toml"
HIDDEN = "(…)"
"""What is listed instead of a password."""


def _setting(default: int | str, about: str, *, is_secret: bool = False) -> Any:
    return field(default=default, metadata={"about": about, "is_secret": is_secret})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its value. Empty addresses stand for a place in the data folder."""

    home: Path
    host: str = _setting("127.0.0.1", "address on which `kb serve` listens")
    port: int = _setting(8000, "port on which `kb serve` listens")
    threads: int = _setting(8, "requests answered at the same time")
    database: str = _setting("", "SQLAlchemy address of the database; empty: kb.db in the data folder")
    originals: str = _setting("", "address of the store of originals; empty: originals in the data folder")
    readers: int = _setting(2, "files read at the same time, each in a process of its own")
    max_file_mb: int = _setting(2048, "largest file that is accepted, in MB")
    read_seconds: int = _setting(60, "time allowed for reading one file, in seconds")
    read_memory_mb: int = _setting(1500, "memory allowed for reading one file, in MB")
    watched_folder: str = _setting("", "folder whose files are taken in as drafts as they appear; empty: none")
    watched_seconds: int = _setting(10, "seconds that a file there has to stay as it is before it is taken in")
    lease_seconds: int = _setting(120, "time after which the work of a silent worker is taken over, in seconds")
    search_log_days: int = _setting(180, "days that questions stay in the search log (never who asked); 0: no log")

    least_free_mb: int = _setting(
        1024, "free room on the disk, in MB, that uploads leave and below which the service says it is unwell"
    )
    backup_days: int = _setting(7, "days after which the last backup is called too old; 0: never")
    metrics_token: str = _setting("", "secret of /metrics; empty: given to this machine only", is_secret=True)

    trash_days: int = _setting(30, "days after which what is in the trash is erased for good")

    public_url: str = _setting("", "address people reach the pages at, https://…; empty: http on host and port")
    proxies: int = _setting(0, "reverse proxies before `kb serve` whose X-Forwarded-… headers are believed")
    questions_per_minute: int = _setting(600, "searches answered to one network address in a minute; 0: no limit")
    session_idle_hours: int = _setting(12, "hours without a page after which one has to sign in again")
    session_days: int = _setting(14, "days after which one has to sign in again in any case")
    smtp: str = _setting(
        "", "mail server, smtp://user:password@host:587 or smtps://…; empty: letters stay in outbox", is_secret=True
    )
    mail_from: str = _setting("kb@localhost", "sender of the letters")
    contact: str = _setting("", "e-mail address on the accessibility statement; empty: the secretariat is named")
    oidc_issuer: str = _setting("", "OpenID Connect provider, https://…; empty: sign-in with passwords only")
    oidc_client: str = _setting("", "name (client_id) of this collection at the provider")
    oidc_secret: str = _setting("", "its secret (client_secret)", is_secret=True)
    oidc_name: str = _setting("", "name of the provider on the sign-in button; empty: its host")
    oidc_scopes: str = _setting("openid email profile", "scopes asked of the provider")
    oidc_roles: str = _setting("", "claim and what its values mean: groups: sos=staff, obcine=member")
    oidc_bodies: str = _setting("", "claim with bodies, as slugs (organi: *) or mapped (groups: a=k-redarstvo)")
    oidc_municipality: str = _setting("", "claim with the municipality")

    @property
    def address(self) -> str:
        """Gives the address of the pages, without a slash at its end. Raises WrongSetting for what is none."""
        if not self.public_url:
            return f"http://{self.host}:{self.port}"
        parts = urlsplit(self.public_url)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
            raise WrongSetting(f"public_url = {self.public_url!r}")
        return self.public_url.rstrip("/")

    @property
    def outbox_folder(self) -> Path:
        """Gives the folder of letters that wait to be sent, or that stay there."""
        return self.home / "outbox"

    @property
    def database_url(self) -> str:
        """Gives the SQLAlchemy address of the database."""
        return self.database or f"sqlite:///{(self.home / 'kb.db').as_posix()}"

    @property
    def originals_url(self) -> str:
        """Gives the address of the store of originals, file:///… by default."""
        return self.originals or (self.home / "originals").as_uri()

    @property
    def pictures_folder(self) -> Path:
        """Gives the folder of the pictures of pages, which may be thrown away."""
        return self.home / "pictures"

    @property
    def uploads_folder(self) -> Path:
        """Gives the folder of what has come of files that are being uploaded."""
        return self.home / "uploads"

    @property
    def tmp_folder(self) -> Path:
        """Gives the folder of what is needed only while files are read."""
        return self.home / "tmp"

    @property
    def index_folder(self) -> Path:
        """Gives the folder of the embedded index."""
        return self.home / "index"

    @property
    def suggestions_folder(self) -> Path:
        """Gives the folder of the book of suggestions, which may be thrown away."""
        return self.home / "suggestions"


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One setting as `kb settings` lists it; `source` is "default", "kb.toml" or the variable's name."""

    name: str
    variable: str
    value: str
    source: str
    about: str


_MAY_BE_ZERO = ("port", "search_log_days", "proxies", "questions_per_minute", "backup_days")
_NAMES = {each.name: each for each in fields(Settings) if each.name != "home"}


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Gives the settings in force. Raises WrongSetting for an unknown name or a value of the wrong sort."""
    environment = os.environ if environment is None else environment
    home = _home(environment)
    return Settings(home=home, **{name: value for name, (value, _) in _chosen(home, environment).items()})  # type: ignore[arg-type]


def list_settings(environment: Mapping[str, str] | None = None) -> tuple[SettingLine, ...]:
    """Gives every setting with its value in force and where that comes from. Raises WrongSetting."""
    environment = os.environ if environment is None else environment
    settings = load_settings(environment)
    chosen = _chosen(settings.home, environment)
    home_source = "KB_HOME" if environment.get("KB_HOME") else "default"
    lines = [SettingLine("home", "KB_HOME", str(settings.home), home_source, "data folder")]
    for name, each in _NAMES.items():
        source = chosen[name][1] if name in chosen else "default"
        value = str(getattr(settings, name))
        shown = HIDDEN if value and each.metadata["is_secret"] else value
        lines.append(SettingLine(name, _variable(name), shown, source, each.metadata["about"]))
    return tuple(lines)


def settings_file_text() -> str:
    """Gives the text of a new kb.toml: every setting with its default, commented out."""
    parts = [f"# {each.metadata['about']}\n# {name} = {_toml(each.default)}\n" for name, each in _NAMES.items()]
    return "# Settings of kb. Remove the # before a line to change it.\n\n" + "\n".join(parts)


def _home(environment: Mapping[str, str]) -> Path:
    return Path(environment.get("KB_HOME") or DEFAULT_HOME).expanduser().absolute()


def _variable(name: str) -> str:
    return f"KB_{name.upper()}"


def _toml(value: object) -> str:
    return str(value) if isinstance(value, int) else f'"{value}"'


def _chosen(home: Path, environment: Mapping[str, str]) -> dict[str, tuple[int | str, str]]:
    """Gives what kb.toml and the environment set: name → (value, source)."""
    chosen: dict[str, tuple[int | str, str]] = {}
    for name, value in _from_file(home / FILE_NAME).items():
        if name not in _NAMES:
            raise WrongSetting(f"{FILE_NAME}: {name}")
        chosen[name] = (_read(name, value, FILE_NAME), FILE_NAME)
    for name in _NAMES:
        if text := environment.get(_variable(name), ""):
            chosen[name] = (_read(name, text, _variable(name)), _variable(name))
    return chosen


def _from_file(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise WrongSetting(f"{path.name}: {error}") from error


def _read(name: str, value: object, source: str) -> int | str:
    wanted = type(_NAMES[name].default)
    if wanted is str and isinstance(value, str):
        return value
    if wanted is int and not isinstance(value, bool):
        try:
            number = int(str(value))
        except ValueError:
            number = -1
        if number >= (0 if name in _MAY_BE_ZERO else 1):
            return number
    raise WrongSetting(f"{source}: {name} = {value!r}")
