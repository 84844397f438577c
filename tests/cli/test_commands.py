import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.config import list_settings
from tests.conftest import ROOT, Command

Write = Callable[[str, str], Path]

LAW = """Zakon o vodi

1. člen
(vsebina)
Ta zakon ureja oskrbo s pitno vodo.

2. člen
(cena)
Ceno določi občinski svet.

3. člen
(veljavnost)
Ta zakon začne veljati takoj.
"""


def test_init_makes_the_data_folder_and_its_settings(kb: Command) -> None:
    assert str(kb.home) in kb("init")
    assert {"kb.db", "kb.toml", "originals"} <= {each.name for each in kb.home.iterdir()}
    kb("init")


def test_add_then_find_leads_to_the_article(kb: Command, write: Write) -> None:
    path = write("Zakon o vodi š.txt", LAW)
    kb(
        "add",
        path,
        "--kind",
        "zakon",
        "--body",
        "k-okolje",
        "--topic",
        "okolje",
        "--date",
        "22. 11. 2016",
        "--title",
        "Zakon o vodi",
    )
    assert "Prebrano 1/1: Zakon o vodi š.txt" in kb.told
    found = kb.json("find", "ceno določi")
    assert set(found) >= {"total", "hits", "facets"}
    [hit] = found["hits"]
    assert set(hit) >= {"document", "title", "kind", "locator", "url", "score", "snippet"}
    assert (hit["title"], hit["kind"], hit["locator"], hit["url"]) == (
        "Zakon o vodi",
        "zakon",
        "2. člen",
        "/gradivo/1/clen-2",
    )
    assert "Ceno določi občinski svet." in hit["snippet"]
    assert found["facets"]["body"] == [{"value": "k-okolje", "name": "Komisija za okolje", "count": 1}]
    assert "2. člen" in kb("find", "ceno", "vrsta:zakon", "leto:2016")
    assert kb.json("find", "ceno", "leto:2017..")["total"] == 0


def test_show_gives_metadata_and_passages(kb: Command, write: Write) -> None:
    kb("add", write("z.txt", LAW), "--speaker", "vodja vodovoda")
    shown = kb.json("show", "1")
    assert (shown["file"], shown["speakers"], shown["visibility"]) == ("z.txt", ["vodja vodovoda"], "public")
    assert [each["locator"] for each in shown["passages"]][-3:] == ["1. člen", "2. člen", "3. člen"]
    assert "pitno vodo" in kb("show", "1")


def test_extract_prints_units_and_touches_no_store(kb: Command, write: Write) -> None:
    read = kb.json(
        "extract", write("z.md", "# Naslov\n\nObčina ureja cene vode in jih objavi na svoji spletni strani.\n")
    )
    assert (read["media_type"], read["language"], read["warnings"]) == ("text/markdown", "sl", [])
    [unit] = read["units"]
    assert (unit["kind"], unit["number"], unit["label"]) == ("text", 1, "besedilo")
    assert unit["blocks"][0] == {"kind": "heading", "level": 1, "text": "Naslov"}
    assert not kb.home.exists()


def test_extract_of_a_bad_file_says_so_in_json_and_exits_1(kb: Command, write: Write) -> None:
    failed = kb.json("extract", write("prazna.pdf", ""), code=1)
    assert (failed["units"], failed["error"]["reason"]) == ([], "empty")
    assert failed["error"]["message"].startswith("Datoteka je prazna.")


def test_a_batch_with_bad_files_goes_on_and_exits_1(kb: Command, write: Write) -> None:
    folder = write("a.txt", LAW).parent
    write("b.txt", "")
    write("c.txt", LAW)
    told = kb.json("add", folder, code=1)
    outcomes = {each["name"]: (each["outcome"], each["reason"]) for each in told["files"]}
    assert outcomes == {"a.txt": ("read", ""), "b.txt": ("failed", "empty"), "c.txt": ("known", "")}
    assert told["failed"] == 1
    assert "b.txt: Datoteka je prazna." in kb("add", folder, code=1)
    assert len(kb.json("status")["files"]) == 3


def test_status_names_what_failed_and_retry_tries_again(kb: Command, write: Write) -> None:
    kb("add", write("x.pdf", "%PDF-1.4 nič"), code=1)
    state = kb.json("status", "--failed")
    assert state["status"]["outcomes"] == {"failed": 1}
    assert state["files"][0]["message"].startswith("Datoteke ni bilo mogoče prebrati")
    assert kb.json("retry", code=1)["failed"] == 1
    assert "x.pdf" in kb("status")


def test_reindex_and_worker_leave_everything_searchable(kb: Command, write: Write) -> None:
    kb("add", write("z.txt", LAW))
    assert "1 gradivo" in kb("reindex")
    kb("worker", "--once")
    assert kb.json("find", "ceno")["total"] == 1


@pytest.mark.parametrize(
    "words",
    [
        ("add",),
        ("add", "x", "--date", "včeraj"),
        ("add", "x", "--visibility", "vsi"),
        ("add", "x", "--body", "k-nikjer"),
        ("show", "999"),
        ("show", "tri"),
        ("find", "--page", "0"),
        ("find", "x" * 2000),
        ("nikar",),
    ],
    ids=lambda words: " ".join(words)[:30],
)
def test_wrong_use_exits_2_with_a_sentence(kb: Command, words: tuple[str, ...]) -> None:
    kb(*words, code=2)
    assert kb.told.strip()
    assert "Traceback" not in kb.told


def test_a_setting_that_cannot_be_used_exits_2(kb: Command) -> None:
    kb.home.mkdir()
    (kb.home / "kb.toml").write_text("prot = 1\n", encoding="utf-8")
    kb("status", code=2)
    assert "prot" in kb.told


def test_settings_lists_every_setting(kb: Command) -> None:
    told = {line["name"] for line in kb.json("settings")}
    assert told == {line.name for line in list_settings({})}
    assert "KB_PORT" in kb("settings")


def test_find_without_a_question_browses_everything(kb: Command, write: Write) -> None:
    kb("add", write("z.txt", LAW))
    assert kb.json("find")["documents"] == 1


def test_members_and_staff_documents_are_found_on_the_command_line(kb: Command, write: Write) -> None:
    kb("add", write("z.txt", LAW), "--visibility", "staff")
    assert kb.json("find", "ceno", "dostop:sekretariat")["total"] == 1


def test_what_is_printed_is_one_json_value(kb: Command, write: Write) -> None:
    kb("add", write("z.txt", LAW))
    for words in (("find", "ceno"), ("show", "1"), ("status",), ("settings",), ("extract", write("z.txt", LAW))):
        assert isinstance(json.loads(kb(*words, "--json")), dict | list)


def test_suggestions_say_where_they_were_seen(kb: Command) -> None:
    deck = ROOT / "corpus" / "documents" / "predstavitve" / "kaj-je-sos.pptx"
    told = kb.json("suggest", deck)
    assert (told["kind"]["value"], told["language"]["value"]) == ("predstavitev", "sl")
    assert "k-redarstvo" in {each["value"] for each in told["bodies"]}
    assert all(each["seen"]["place"] and each["seen"]["words"] for each in told["bodies"])
    assert "organ: k-redarstvo" in kb("suggest", deck)


def test_analyse_tells_the_keys_of_each_word(kb: Command) -> None:
    [row] = kb.json("analyse", "redarja")
    assert row["token"] == "redarja"
    assert set(row["index"]) & set(row["query"])
    lines = kb("analyse", "-", "--json", stdin="občinski redar\nZORed-A\n").splitlines()
    assert [len(json.loads(line)) for line in lines] == [2, 1]


def test_any_form_of_a_word_finds_it(kb: Command, write: Write) -> None:
    kb("add", write("z.md", "# Redarstvo\n\nPooblastila občinskega redarja določa zakon.\n"))
    for asked in ("občinski redar", "obcinskim redarjem", '"občinski redar"', "OBČINSKI REDARJI"):
        assert kb.json("find", asked)["total"] == 1, asked
