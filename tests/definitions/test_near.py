"""Which word was meant: suggested where one is near, written without asking only where nothing else can be meant."""

from __future__ import annotations

import pytest

from kartlegging_tui.definitions.near import Near


def test_the_nearest_word_is_suggested_and_none_where_none_is_near():
    assert Near("nedstemmt", ("smerte", "nedstemt", "nedsatt")).suggestion == "nedstemt"
    assert Near("xyz", ("smerte", "nedstemt")).question == ""


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("smetre", ("smerte", "uro"), "smerte"),
        ("nedstemnt", ("nedstemt",), "nedstemt"),
        ("urolig", ("rolig",), ""),  # the opposite
        ("smerte2", ("smerte1",), ""),  # another question
        ("phq9_10", ("phq9_1",), ""),
        ("barna", ("barnas", "barnet"), ""),  # two are near
        ("hus", ("lus",), ""),
        ("har_barnebarn", ("har_barn",), ""),  # too far to be a slip
        ("uro", ("smerte",), ""),
    ],
)
def test_only_a_slip_of_the_finger_is_clear(word, known, meant):
    assert Near(word, known).clear == meant
