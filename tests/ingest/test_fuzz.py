"""Any bytes at the sniffer, the PDF tokenizer and the DOCX walker: nothing comes out but a DocumentError.

The soak run adds minutes of atheris, which looks for new paths through the code, where it is installed.
"""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench import targets
from kb.ingest.formats.pdf import tokens
from tests.conftest import ROOT

SECONDS = 60
EXAMPLES = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MAGIC = st.sampled_from([b"", *targets.SEEDS["sniffer"]])
OPERATORS = st.sampled_from(
    b"BT ET Tf Td TD Tm T* Tj TJ ' \" Tc Tw Tz TL Ts Tr q Q cm Do BI ID EI BDC BMC EMC gs re d0 d1 BX sh".split()
)
OPERANDS = st.one_of(
    st.sampled_from(
        [b"/F1", b"/X", b"/Span", b"[", b"]", b"<<", b">>", b"(", b")", b"<", b">", b"<41>", b"(a)", b"true"]
    ),
    st.floats().map(lambda number: str(number).encode()),
    st.integers().map(lambda number: str(number).encode()),
    st.binary(max_size=8),
)
CONTENT = st.lists(st.one_of(OPERATORS, OPERANDS), max_size=40).map(b" ".join)
BODIES = st.lists(st.one_of(st.integers(0, 45), st.just(255), st.integers(97, 122)), max_size=80).map(bytes)


def read(name: str, raw: bytes) -> targets.Texts:
    """The texts that a target reads from these bytes; of bytes that it refuses none."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            return targets.TARGETS[name](raw, Path(folder) / "file")
        except targets.ALLOWED:
            return ()


def is_text(found: str) -> bool:
    """Whether a store and a page can take it: words, and nothing that UTF-8 has no bytes for."""
    return bool(found.strip()) and found.encode("utf-8", "replace").decode() == found


@EXAMPLES
@given(MAGIC, st.binary(max_size=2000))
def test_any_bytes_are_recognised_or_refused(magic: bytes, rest: bytes) -> None:
    assert all(re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", found) for found in read("sniffer", magic + rest))


@EXAMPLES
@given(CONTENT)
def test_any_content_of_a_page_is_read_or_refused(content: bytes) -> None:
    assert all(map(is_text, read("tokenizer", content)))


@EXAMPLES
@given(BODIES)
def test_any_tree_of_a_document_is_read_or_refused(body: bytes) -> None:
    assert all(map(is_text, read("walker", body)))


@EXAMPLES
@given(st.one_of(CONTENT, st.binary(max_size=500)))
def test_the_tokenizer_comes_to_the_end_of_any_content(content: bytes) -> None:
    at = 0
    for found in tokens.INSTRUCTION.finditer(content):
        assert found.start() >= at
        at = found.end()
    assert at == len(content)


@EXAMPLES
@given(st.binary(max_size=200))
def test_every_token_of_any_bytes_has_a_value(raw: bytes) -> None:
    tokens.literal(raw)
    tokens.hexadecimal(raw)
    tokens.name(b"/" + raw)
    tokens.actual_text(b"<</ActualText(" + raw + b")>>")
    assert tokens.string_end(b"(" + raw, 0) <= len(raw) + 1
    assert tokens.image_end(raw, 0) <= len(raw)


def test_the_tree_that_bytes_mean_is_the_one_that_is_told() -> None:
    result = doctest.testmod(targets)
    assert (result.attempted, result.failed) == (1, 0)


@pytest.mark.soak
@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris ni nameščen za ta Python")
@pytest.mark.parametrize("name", sorted(targets.TARGETS))
def test_minutes_of_new_paths_bring_no_exception(name: str) -> None:
    command = [sys.executable, "-m", "bench.fuzz", name, str(SECONDS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=SECONDS * 5, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[-3000:]
