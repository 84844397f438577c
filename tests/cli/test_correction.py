from tests.conftest import Command


def test_a_mistyped_question_is_told_as_it_may_be_meant(corpus: Command) -> None:
    assert "Ste mislili: »istovetnost redar«?" in corpus("find", "istovetonst", "redra")
    assert corpus.json("find", "istovetonst")["correction"] == "istovetnost"
    assert corpus.json("find", "istovetnost")["correction"] == ""
