"""The layers and rooms hold, and the docs say what is there."""

import subprocess
import sys
import tomllib
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_layers_and_rooms_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    told = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert told.returncode == 0, told.stdout


def test_every_package_from_outside_is_protected_to_its_room() -> None:
    graph = grimp.build_graph("kb", include_external_packages=True, cache_dir=None)
    outside = {name for name in graph.modules if not name.startswith("kb")} - set(sys.stdlib_module_names)
    outside -= {"_typeshed"}  # for type checkers only
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    protected = {name for contract in contracts for name in contract.get("protected_modules", ())}
    assert outside == protected


def test_every_dependency_has_its_line_of_reason() -> None:
    project = PROJECT["project"]
    wanted = [
        *project["dependencies"],
        *(each for extra in project["optional-dependencies"].values() for each in extra),
    ]
    names = {each.split("=")[0].split(">")[0].split("<")[0].replace("flit_core", "flit-core") for each in wanted}
    reasons = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert [name for name in names if f"| {name}" not in reasons] == []


def test_the_lock_pins_everything_with_hashes_and_names_no_registry() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = [line for line in lock.splitlines() if "==" in line and not line.startswith((" ", "#"))]
    assert len(pins) > 30
    assert lock.count("--hash=sha256:") >= len(pins)
    assert "://" not in lock


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    pages = {page.name for page in folder.glob("*.md")} - {"README.md"}
    assert [name for name in pages if f"({name})" not in listed] == []


def test_every_room_of_the_package_is_on_the_architecture_page() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = [each.name for each in (ROOT / "kb").iterdir() if each.is_dir() and each.name != "__pycache__"]
    assert [room for room in rooms if f"  {room}/" not in page] == []


def test_the_test_extra_is_all_that_the_tests_need() -> None:
    """Packages that tests import come with kb itself or with its extra `test`."""
    import ast

    imported = set()
    for path in (ROOT / "tests").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
            imported |= {name.partition(".")[0] for name in names}
    known = set(sys.stdlib_module_names) | {"kb", "tests", "bench"}
    project = PROJECT["project"]
    packages = " ".join([*project["dependencies"], *project["optional-dependencies"]["test"]])
    spelled = {
        "werkzeug": "flask",
        "PIL": "pillow",
        "docx": "python-docx",
        "pptx": "python-pptx",
        "bs4": "beautifulsoup4",
        "flask_babel": "flask-babel",
        "prometheus_client": "prometheus-client",
        "stdnum": "python-stdnum",
    }
    assert [name for name in imported - known if spelled.get(name, name) not in packages] == []
