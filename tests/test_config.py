from pathlib import Path

import pytest

from kb.config import list_settings, load_settings, settings_file_text
from kb.errors import WrongSetting


def home(tmp_path: Path, toml: str = "") -> dict[str, str]:
    (tmp_path / "kb.toml").write_text(toml, encoding="utf-8")
    return {"KB_HOME": str(tmp_path)}


def test_defaults_keep_everything_in_the_data_folder(tmp_path: Path) -> None:
    settings = load_settings(home(tmp_path))
    assert settings.port == 8000
    assert settings.database_url == f"sqlite:///{(tmp_path / 'kb.db').as_posix()}"
    assert settings.originals_url == (tmp_path / "originals").as_uri()


def test_without_kb_home_the_data_folder_is_data_where_one_stands() -> None:
    assert load_settings({}).home == Path.cwd() / "data"


def test_kb_toml_is_read_and_the_environment_wins(tmp_path: Path) -> None:
    environment = home(tmp_path, "port = 9000\nreaders = 3\n")
    assert load_settings(environment).port == 9000
    both = load_settings({**environment, "KB_PORT": "9001"})
    assert (both.port, both.readers) == (9001, 3)


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        ("prot = 1", "prot"),
        ("port = 'x'", "port"),
        ("port = -1", "port"),
        ("readers = 0", "readers"),
        ("search_log_days = -1", "search_log_days"),
        ("port = ", "kb.toml"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path, toml: str, named: str) -> None:
    with pytest.raises(WrongSetting) as caught:
        load_settings(home(tmp_path, toml))
    assert named in caught.value.message()


def test_every_setting_is_listed_with_where_it_comes_from(tmp_path: Path) -> None:
    lines = {line.name: line for line in list_settings({**home(tmp_path, "port = 9000"), "KB_THREADS": "4"})}
    assert (lines["port"].source, lines["threads"].source, lines["host"].source) == ("kb.toml", "KB_THREADS", "default")
    assert all(line.about and line.variable == f"KB_{line.name.upper()}" for line in lines.values())


def test_a_new_kb_toml_changes_nothing_and_names_every_setting(tmp_path: Path) -> None:
    text = settings_file_text()
    assert load_settings(home(tmp_path, text)) == load_settings(home(tmp_path, ""))
    assert all(f"# {line.name} = " in text for line in list_settings({}) if line.name != "home")
